var $s=Object.defineProperty;var ks=Object.getOwnPropertyDescriptor;var m=(s,t,e,n)=>{for(var r=n>1?void 0:n?ks(t,e):t,o=s.length-1,a;o>=0;o--)(a=s[o])&&(r=(n?a(t,e,r):a(r))||r);return n&&r&&$s(t,e,r),r};var at=globalThis,it=at.ShadowRoot&&(at.ShadyCSS===void 0||at.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,jt=Symbol(),fn=new WeakMap,Ie=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==jt)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(it&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=fn.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&fn.set(e,t))}return t}toString(){return this.cssText}},ct=s=>new Ie(typeof s=="string"?s:s+"",void 0,jt),k=(s,...t)=>{let e=s.length===1?s[0]:t.reduce((n,r,o)=>n+(a=>{if(a._$cssResult$===!0)return a.cssText;if(typeof a=="number")return a;throw Error("Value passed to 'css' function must be a 'css' function result: "+a+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+s[o+1],s[0]);return new Ie(e,s,jt)},_n=(s,t)=>{if(it)s.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),r=at.litNonce;r!==void 0&&n.setAttribute("nonce",r),n.textContent=e.cssText,s.appendChild(n)}},Ht=it?s=>s:s=>s instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return ct(e)})(s):s;var{is:Ss,defineProperty:As,getOwnPropertyDescriptor:zs,getOwnPropertyNames:Os,getOwnPropertySymbols:Cs,getPrototypeOf:Es}=Object,dt=globalThis,yn=dt.trustedTypes,Ts=yn?yn.emptyScript:"",Ms=dt.reactiveElementPolyfillSupport,Be=(s,t)=>s,Ve={toAttribute(s,t){switch(t){case Boolean:s=s?Ts:null;break;case Object:case Array:s=s==null?s:JSON.stringify(s)}return s},fromAttribute(s,t){let e=s;switch(t){case Boolean:e=s!==null;break;case Number:e=s===null?null:Number(s);break;case Object:case Array:try{e=JSON.parse(s)}catch{e=null}}return e}},lt=(s,t)=>!Ss(s,t),bn={attribute:!0,type:String,converter:Ve,reflect:!1,useDefault:!1,hasChanged:lt};Symbol.metadata??=Symbol("metadata"),dt.litPropertyMetadata??=new WeakMap;var ne=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=bn){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(t,n,e);r!==void 0&&As(this.prototype,t,r)}}static getPropertyDescriptor(t,e,n){let{get:r,set:o}=zs(this.prototype,t)??{get(){return this[e]},set(a){this[e]=a}};return{get:r,set(a){let i=r?.call(this);o?.call(this,a),this.requestUpdate(t,i,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??bn}static _$Ei(){if(this.hasOwnProperty(Be("elementProperties")))return;let t=Es(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(Be("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Be("properties"))){let e=this.properties,n=[...Os(e),...Cs(e)];for(let r of n)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,r]of e)this.elementProperties.set(n,r)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let r=this._$Eu(e,n);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let r of n)e.unshift(Ht(r))}else t!==void 0&&e.push(Ht(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return _n(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,n);if(r!==void 0&&n.reflect===!0){let o=(n.converter?.toAttribute!==void 0?n.converter:Ve).toAttribute(e,n.type);this._$Em=t,o==null?this.removeAttribute(r):this.setAttribute(r,o),this._$Em=null}}_$AK(t,e){let n=this.constructor,r=n._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let o=n.getPropertyOptions(r),a=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:Ve;this._$Em=r;let i=a.fromAttribute(e,o.type);this[r]=i??this._$Ej?.get(r)??i,this._$Em=null}}requestUpdate(t,e,n,r=!1,o){if(t!==void 0){let a=this.constructor;if(r===!1&&(o=this[t]),n??=a.getPropertyOptions(t),!((n.hasChanged??lt)(o,e)||n.useDefault&&n.reflect&&o===this._$Ej?.get(t)&&!this.hasAttribute(a._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:r,wrapped:o},a){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,a??e??this[t]),o!==!0||a!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,o]of this._$Ep)this[r]=o;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[r,o]of n){let{wrapped:a}=o,i=this[r];a!==!0||this._$AL.has(r)||i===void 0||this.C(r,void 0,o,i)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};ne.elementStyles=[],ne.shadowRootOptions={mode:"open"},ne[Be("elementProperties")]=new Map,ne[Be("finalized")]=new Map,Ms?.({ReactiveElement:ne}),(dt.reactiveElementVersions??=[]).push("2.1.2");var Lt=globalThis,wn=s=>s,pt=Lt.trustedTypes,vn=pt?pt.createPolicy("lit-html",{createHTML:s=>s}):void 0,Nt="$lit$",re=`lit$${Math.random().toFixed(9).slice(2)}$`,Ft="?"+re,Rs=`<${Ft}>`,_e=document,Ze=()=>_e.createComment(""),Ge=s=>s===null||typeof s!="object"&&typeof s!="function",Ut=Array.isArray,zn=s=>Ut(s)||typeof s?.[Symbol.iterator]=="function",Wt=`[ 	
\f\r]`,qe=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,xn=/-->/g,$n=/>/g,ge=RegExp(`>|${Wt}(?:([^\\s"'>=/]+)(${Wt}*=${Wt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),kn=/'/g,Sn=/"/g,On=/^(?:script|style|textarea|title)$/i,It=s=>(t,...e)=>({_$litType$:s,strings:t,values:e}),d=It(1),W=It(2),Xa=It(3),H=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),An=new WeakMap,fe=_e.createTreeWalker(_e,129);function Cn(s,t){if(!Ut(s)||!s.hasOwnProperty("raw"))throw Error("invalid template strings array");return vn!==void 0?vn.createHTML(t):t}var En=(s,t)=>{let e=s.length-1,n=[],r,o=t===2?"<svg>":t===3?"<math>":"",a=qe;for(let i=0;i<e;i++){let c=s[i],p,u,h=-1,g=0;for(;g<c.length&&(a.lastIndex=g,u=a.exec(c),u!==null);)g=a.lastIndex,a===qe?u[1]==="!--"?a=xn:u[1]!==void 0?a=$n:u[2]!==void 0?(On.test(u[2])&&(r=RegExp("</"+u[2],"g")),a=ge):u[3]!==void 0&&(a=ge):a===ge?u[0]===">"?(a=r??qe,h=-1):u[1]===void 0?h=-2:(h=a.lastIndex-u[2].length,p=u[1],a=u[3]===void 0?ge:u[3]==='"'?Sn:kn):a===Sn||a===kn?a=ge:a===xn||a===$n?a=qe:(a=ge,r=void 0);let b=a===ge&&s[i+1].startsWith("/>")?" ":"";o+=a===qe?c+Rs:h>=0?(n.push(p),c.slice(0,h)+Nt+c.slice(h)+re+b):c+re+(h===-2?i:b)}return[Cn(s,o+(s[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},Ke=class s{constructor({strings:t,_$litType$:e},n){let r;this.parts=[];let o=0,a=0,i=t.length-1,c=this.parts,[p,u]=En(t,e);if(this.el=s.createElement(p,n),fe.currentNode=this.el.content,e===2||e===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(r=fe.nextNode())!==null&&c.length<i;){if(r.nodeType===1){if(r.hasAttributes())for(let h of r.getAttributeNames())if(h.endsWith(Nt)){let g=u[a++],b=r.getAttribute(h).split(re),v=/([.?@])?(.*)/.exec(g);c.push({type:1,index:o,name:v[2],strings:b,ctor:v[1]==="."?mt:v[1]==="?"?ht:v[1]==="@"?gt:be}),r.removeAttribute(h)}else h.startsWith(re)&&(c.push({type:6,index:o}),r.removeAttribute(h));if(On.test(r.tagName)){let h=r.textContent.split(re),g=h.length-1;if(g>0){r.textContent=pt?pt.emptyScript:"";for(let b=0;b<g;b++)r.append(h[b],Ze()),fe.nextNode(),c.push({type:2,index:++o});r.append(h[g],Ze())}}}else if(r.nodeType===8)if(r.data===Ft)c.push({type:2,index:o});else{let h=-1;for(;(h=r.data.indexOf(re,h+1))!==-1;)c.push({type:7,index:o}),h+=re.length-1}o++}}static createElement(t,e){let n=_e.createElement("template");return n.innerHTML=t,n}};function ye(s,t,e=s,n){if(t===H)return t;let r=n!==void 0?e._$Co?.[n]:e._$Cl,o=Ge(t)?void 0:t._$litDirective$;return r?.constructor!==o&&(r?._$AO?.(!1),o===void 0?r=void 0:(r=new o(s),r._$AT(s,e,n)),n!==void 0?(e._$Co??=[])[n]=r:e._$Cl=r),r!==void 0&&(t=ye(s,r._$AS(s,t.values),r,n)),t}var ut=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??_e).importNode(e,!0);fe.currentNode=r;let o=fe.nextNode(),a=0,i=0,c=n[0];for(;c!==void 0;){if(a===c.index){let p;c.type===2?p=new ke(o,o.nextSibling,this,t):c.type===1?p=new c.ctor(o,c.name,c.strings,this,t):c.type===6&&(p=new ft(o,this,t)),this._$AV.push(p),c=n[++i]}a!==c?.index&&(o=fe.nextNode(),a++)}return fe.currentNode=_e,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},ke=class s{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,r){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=ye(this,t,e),Ge(t)?t===l||t==null||t===""?(this._$AH!==l&&this._$AR(),this._$AH=l):t!==this._$AH&&t!==H&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):zn(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==l&&Ge(this._$AH)?this._$AA.nextSibling.data=t:this.T(_e.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,r=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=Ke.createElement(Cn(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(e);else{let o=new ut(r,this),a=o.u(this.options);o.p(e),this.T(a),this._$AH=o}}_$AC(t){let e=An.get(t.strings);return e===void 0&&An.set(t.strings,e=new Ke(t)),e}k(t){Ut(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,r=0;for(let o of t)r===e.length?e.push(n=new s(this.O(Ze()),this.O(Ze()),this,this.options)):n=e[r],n._$AI(o),r++;r<e.length&&(this._$AR(n&&n._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=wn(t).nextSibling;wn(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},be=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,o){this.type=1,this._$AH=l,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=o,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=l}_$AI(t,e=this,n,r){let o=this.strings,a=!1;if(o===void 0)t=ye(this,t,e,0),a=!Ge(t)||t!==this._$AH&&t!==H,a&&(this._$AH=t);else{let i=t,c,p;for(t=o[0],c=0;c<o.length-1;c++)p=ye(this,i[n+c],e,c),p===H&&(p=this._$AH[c]),a||=!Ge(p)||p!==this._$AH[c],p===l?t=l:t!==l&&(t+=(p??"")+o[c+1]),this._$AH[c]=p}a&&!r&&this.j(t)}j(t){t===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},mt=class extends be{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===l?void 0:t}},ht=class extends be{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==l)}},gt=class extends be{constructor(t,e,n,r,o){super(t,e,n,r,o),this.type=5}_$AI(t,e=this){if((t=ye(this,t,e,0)??l)===H)return;let n=this._$AH,r=t===l&&n!==l||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,o=t!==l&&(n===l||r);r&&this.element.removeEventListener(this.name,this,n),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},ft=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){ye(this,t)}},Tn={M:Nt,P:re,A:Ft,C:1,L:En,R:ut,D:zn,V:ye,I:ke,H:be,N:ht,U:gt,B:mt,F:ft},Ps=Lt.litHtmlPolyfillSupport;Ps?.(Ke,ke),(Lt.litHtmlVersions??=[]).push("3.3.3");var Mn=(s,t,e)=>{let n=e?.renderBefore??t,r=n._$litPart$;if(r===void 0){let o=e?.renderBefore??null;n._$litPart$=r=new ke(t.insertBefore(Ze(),o),o,void 0,e??{})}return r._$AI(s),r};var Bt=globalThis,x=class extends ne{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Mn(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return H}};x._$litElement$=!0,x.finalized=!0,Bt.litElementHydrateSupport?.({LitElement:x});var Ds=Bt.litElementPolyfillSupport;Ds?.({LitElement:x});(Bt.litElementVersions??=[]).push("4.2.2");var js={attribute:!0,type:String,converter:Ve,reflect:!1,hasChanged:lt},Hs=(s=js,t,e)=>{let{kind:n,metadata:r}=e,o=globalThis.litPropertyMetadata.get(r);if(o===void 0&&globalThis.litPropertyMetadata.set(r,o=new Map),n==="setter"&&((s=Object.create(s)).wrapped=!0),o.set(e.name,s),n==="accessor"){let{name:a}=e;return{set(i){let c=t.get.call(this);t.set.call(this,i),this.requestUpdate(a,c,s,!0,i)},init(i){return i!==void 0&&this.C(a,void 0,s,i),i}}}if(n==="setter"){let{name:a}=e;return function(i){let c=this[a];t.call(this,i),this.requestUpdate(a,c,s,!0,i)}}throw Error("Unsupported decorator location: "+n)};function _(s){return(t,e)=>typeof e=="object"?Hs(s,t,e):((n,r,o)=>{let a=r.hasOwnProperty(o);return r.constructor.createProperty(o,n),a?Object.getOwnPropertyDescriptor(r,o):void 0})(s,t,e)}function f(s){return _({...s,state:!0,attribute:!1})}var Ws={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},Rn=new Map,Ls={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},Ns=s=>new Intl.DateTimeFormat(s,{hour:"numeric"}).resolvedOptions().hour12??!1,K=class{constructor(t,e){this.hour=t=>this.#s()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,t)):String(t).padStart(2,"0");this.#e=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}#e;get language(){return this.#e.language}number(t,e,n=e){return this.#t(t,{minimumFractionDigits:n,maximumFractionDigits:e})}#t(t,e){let n=this.#e.number_format??"language",r=n==="system"?void 0:Ws[n]??this.language,o=`${n}|${String(r)}|${JSON.stringify(e)}`,a=Rn.get(o)??new Intl.NumberFormat(r,{...e,useGrouping:n!=="none"});return Rn.set(o,a),a.format(t)}money(t,e,n){let r=n===void 0?{}:{maximumFractionDigits:n};try{return this.#t(t,{style:"currency",currency:e,...r})}catch{return`${this.number(t,n??2)} ${e}`.trim()}}percent(t){return this.#t(t,{style:"percent",maximumFractionDigits:0})}mass(t){return t<1e3?`${this.number(t,0)} g`:`${this.number(t/1e3,t<1e5?1:0)} kg`}power(t){let e=Math.abs(t)<995?2:1,n=Math.abs(t)<5;return`${this.number(n?0:t/1e3,n?0:e)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,2)} ${e}`.trim()}time(t){return this.#n(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#n(e,"UTC")}hourOf(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:e});return Number(n.format(t))}#n(t,e){let n=this.#s();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#s(){let{time_format:t,language:e}=this.#e;return t==="12"?!0:t==="24"?!1:Ns(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);if(t.getTime()-e.getTime()<864e5)return n;let{timeZone:r}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:r}).format(t)} ${n}`}span(t,e,n){let r=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,r)}`}date(t){return this.#r(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#r(new Date(`${t}T00:00Z`),{},"UTC")}day(t){return t&&this.#r(new Date(`${t}T00:00Z`),{year:"numeric"},"UTC")}weekday(t){return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:"UTC"}).format(new Date(`${t}T00:00Z`))}, ${this.day(t)}`}month(t,e="long"){return new Intl.DateTimeFormat(this.language,{month:e,...e==="long"&&{year:"numeric"},timeZone:"UTC"}).format(new Date(`${t.slice(0,7)}-01T00:00Z`))}days(t,e){return`${this.day(t)} – ${this.day(e)}`}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#r(t,e,n){let r=this.#e.date_format??"language",o=new Intl.DateTimeFormat(r==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),a=Ls[r];if(!a)return o.format(t);let i=o.formatToParts(t),c=i.find(p=>p.type==="literal")?.value??"/";return a.flatMap(p=>i.find(u=>u.type===p)?.value??[]).join(c)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#a(e);return new Date(e-this.#a(n))}#a(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},Y=s=>{let t=Math.floor(s/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},Pn=s=>s<=120?`${s} s`:s<7200?`${Math.ceil(s/60)} min`:Y(s),z=s=>new K(s.locale??{language:s.language},s.config.time_zone);var M=async(s,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:r}=e;if(n&&r&&s.loadBackendTranslation){let a=(await s.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${r}.message`,e.translation_placeholders);if(a)return a}return typeof e.message=="string"?e.message:JSON.stringify(t)},Dn=async(s,t,e,n={})=>{let r=t.split(".",1)[0]??"";try{await s.callService(r,e,{entity_id:t,...n},void 0,!1);return}catch(o){return M(s,o)}},P=async(s,t,e={})=>(await s.callService("plug_control",t,e,void 0,!1,!0)).response;var O="plug_control",Ye="unavailable",Fs="number.maximum_current",Us=s=>{let t=new Map;for(let e of Object.values(s.entities)){if(e.platform!==O||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},jn=s=>{let t=new Map,e=[...s].sort((n,r)=>n.entity_id.localeCompare(r.entity_id));for(let{entity_id:n,translation_key:r}of e){let o=n.split(".",1)[0]??"",a=`${o}.${r??o}`;t.set(a,[...t.get(a)??[],n])}return t},Vt=s=>s?.name_by_user??s?.name??"",J=s=>{let t=Us(s),e=[];for(let[r,o]of t){let a=jn(o);if(!a.has(Fs))continue;let i=s.devices[r],c=i?.parent_device_id??r;e.push({deviceId:r,chargePointId:c,name:Vt(i),chargePointName:Vt(s.devices[c])||Vt(i),entities:a,chargePointEntities:jn(t.get(c)??[])})}let n=r=>`${r.chargePointName}
${r.name}`;return e.sort((r,o)=>n(r).localeCompare(n(o)))},Is=`${O}.former_device`,Bs=(s,t)=>s?.identifiers?.some(([e,n])=>e===Is&&n===t)??!1,yt=(s,t)=>{let e=J(s);return t?e.find(n=>n.deviceId===t)??e.find(n=>Bs(s.devices[n.deviceId],t))??e.find(n=>n.chargePointId===t):e[0]},Se=(s,t)=>{let{name:e,chargePointId:n,chargePointName:r}=t;return J(s).filter(a=>a.chargePointId===n).length===1?r:e.startsWith(r)?e:`${r} · ${e}`},L=(s,t)=>t===void 0?void 0:s.states[t],U=s=>s!==void 0&&s.state!==Ye&&s.state!=="unknown",G=s=>{if(!U(s)||s.state.trim()==="")return;let t=Number(s.state);if(!Number.isFinite(t))return;let e=Vs[String(s.attributes.unit_of_measurement)]??1;return t*e},Vs={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var qs=new Set(["button","number","select","switch","time"]),Zs=5e3,Hn=s=>qs.has(s.split(".",1)[0]??""),bt=class{#e;#t="";#n=new Set;#s;constructor(t){this.#e=t,t.addController(this)}hostDisconnected(){clearTimeout(this.#s),this.#t=""}within(t,e){if(t.user?.is_admin!==!1)return e;let n=[...e.entities],r=n.flatMap(([i,c])=>Hn(i)?c:[]),o=JSON.stringify([t.user.id,r]);o!==this.#t&&this.#r(t,r,o);let a=new Map(n.map(([i,c])=>[i,Hn(i)?c.filter(p=>this.#n.has(p)):c]).filter(([,i])=>i.length>0));return{...e,entities:a}}async#r(t,e,n){clearTimeout(this.#s),this.#t=n,this.#n=new Set;try{let r=await t.callWS({type:"plug_control/controllable",entity_ids:e});n===this.#t&&(this.#n=new Set(r))}catch{this.#s=setTimeout(()=>{this.#t="",this.#e.requestUpdate()},Zs)}this.#e.requestUpdate()}};var Wn={amperes_per_phase:"Ampéry na fázi",as_table:"Jako tabulka",boost:"Boost",boost_hint:"Plný výkon do konce této relace",call_address:"Zadejte tuto adresu v nastavení nabíjecí stanice, tam kde se ptá na server OCPP:",cancel:"Zrušit",car:"Auto",car_recognised:"Rozpoznáno: {car}",card:"Karta",card_description:"Jeden konektor: co dělá a proč, se všemi ovládacími prvky.",cars_all:"Všechna auta",charge_point:"Nabíjecí stanice",charger_allows:"Co podle stanice dovolí její profily",charging:"Nabíjení",charging_time:"Skutečné nabíjení",choose_connector:"V nastavení karty vyberte konektor Plug Control.",close:"Zavřít",co2:"CO₂",connector:"Konektor",connectors_all:"Všechny konektory",correct:"Opravit",correct_hint:"Naměřené hodnoty zůstanou beze změny.",cost:"Náklady",cost_unknown:{one:"{count} bez známých nákladů",few:"{count} bez známých nákladů",other:"{count} bez známých nákladů"},co2_unknown:{one:"{count} bez známého CO₂",few:"{count} bez známého CO₂",other:"{count} bez známého CO₂"},count_charging:{one:"nabíjí",few:"nabíjejí",other:"nabíjí"},count_free:{one:"volný",few:"volné",other:"volných"},count_offline:{one:"offline",few:"offline",other:"offline"},count_plugged_in:{one:"připojené",few:"připojená",other:"připojených"},csv:"Stáhnout CSV",currency_only:"Graf ukazuje jen {currency}.",dashboard_description:"Všechny nabíjecí stanice, jejich relace a energie. Nové se objeví samy.",details:"Podrobnosti relace",dismiss:"Zavřít",document:"Dokument",document_busy:"Vytváří se …",document_hint:"Z relací, které karta právě ukazuje. Dokument se zde po nějakou dobu uchová a lze ho stáhnout přes odkaz.",document_make:"Vytvořit dokument",document_ready:"Připraveno ke stažení",duration:"Trvání",end:"Konec",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie těchto relací",estimated:"odhadnuto",estimated_legend:"částečně odhadnuto",every:"Opakovat",failed:"To se nepodařilo",format:"Soubor",from:"Od",grid:"Síť",group_by:"Podle",group_car:"Auto",group_connector:"Konektor",group_none:"Celkem",group_person:"Osoba",group_source:"Zdroj",ha_starts:"Home Assistant se spouští …",history:"Poslední hodiny a plán",home_battery:"Domácí baterie",hour:"Hodina",house_time:"Dny a měsíce jsou v časovém pásmu domu ({zone}).",layout:"Pro",layout_company_car:"Firemní auto: proplacení zaměstnavatelem",layout_landlord:"Pronajímatel nebo společenství vlastníků: podle osob",layout_registration:"Registrace: energie každé nabíjecí stanice",layout_sessions:"Všechny relace",limit:"Maximální proud",loading:"Načítání …",main_fuse:"hlavní jistič",mean_power:"Střední výkon",measure:"Zobrazit",measure_cost:"Náklady",measure_energy:"Energie",measure_sun:"Podíl slunce",meter:"Elektroměr",minute:"Minuta",mode:"Režim nabíjení",month_empty:"Tento měsíc zatím žádné relace.",name:"Název",named_circuit:"„{name}“",newer:"Novější",next:"Další",no_car:"Žádné auto",no_connectors:"K Plug Control se zatím nepřipojila žádná nabíjecí stanice.",no_own_sessions:"V této době nejsou žádné relace s vašimi kartami. Relace ostatních vidí jen správci, ledaže je sdílí volba Plug Control.",no_sessions:"V této době žádné relace.",nobody:"Bez karty",not_connected:"Stanice {name} není připojena",not_running:"Plug Control je nastavený, ale neběží. Tato stránka bude sama pokračovat, jakmile poběží.",not_set_up:"Plug Control zde (už) není nastavený. Přidejte integraci, nebo smažte tento ovládací panel.",note:"Poznámka",offline:"Offline",offline_since:"Offline od",older:"Starší",only_own:"Jen vaše vlastní relace",open_settings:"Otevřít nastavení",others:"Ostatní",paused:"Pozastaveno",peak_power:"Špičkový výkon",period:"Doba",period_all:"Vše",period_day:"Den",period_last:{one:"Poslední den",few:"Poslední {days} dny",other:"Posledních {days} dní"},period_month:"Měsíc",period_own:"Od … do …",period_year:"Rok",person:"Kdo",persons_all:"Všichni",phases:{one:"jednu fázi",few:"{phases} fáze",other:"{phases} fází"},plan:"Plán",plan_came:"Nabito včas",plan_none:"Žádný plán",plan_planned:"Naplánováno",plan_use:"Nabíjet podle tohoto plánu",power:"Výkon",power_means:"Průměry: Home Assistant už nemá jednotlivé hodnoty.",previous:"Předchozí",price:"Cena",price_agreed:"Dohodnutá cena za kWh ({currency})",price_agreed_hint:"Prázdné: kolik energie stála.",price_agreed_wrong:"Cena musí být číslo, například 0,31; nebo nech pole prázdné.",problem:"Problém",ready_by:"Připraveno v",reason:"Proč",reason_cheap:"Elektřina je levná: {price}, limit {price_limit}",reason_holding_minimum:"Příliš malý přebytek: pauza za {wait}",reason_home_battery_first:"Nejdřív domácí baterie: {soc} z {target}",reason_limited_by_away:"Omezuje {circuit}: {away} je offline a počítá se s {away_current}",reason_limited_by_circuit:"Omezuje {circuit}",reason_limited_by_circuit_phase:"Omezuje {circuit} na {phase}",reason_limited_by_circuit_wait:"Vypnuto kvůli {circuit} na {phase}; smí znovu začít za {wait}",reason_limited_by_grid:"Provozovatel sítě omezuje na {power}",reason_limited_by_grid_wait:"Provozovatel sítě omezuje na {power}; smí pokračovat za {wait}",reason_minimum_off_time:"Přebytek stačí: nabíjení začne za {wait}",reason_minimum_soc:"Nejdřív nabít na {target}: nyní {soc}",reason_plan:"Nabíjení podle plánu {span}",reason_plan_cheapest:"Nejlevnější hodiny {span}",reason_plan_solar:"Plánované slunečné hodiny {span}",reason_plan_unreachable:"Plný výkon, a přesto bude v {end} chybět {energy}",reason_plan_waiting:"Čeká na plánované hodiny {span}",reason_plan_waiting_cheapest:"Čeká na nejlevnější hodiny {span}",reason_plan_waiting_solar:"Čeká na slunečné hodiny {span}",reason_switching_phases:"Přepíná na {phases}",reason_switching_phases_wait:"Přepíná na {phases}: nabíjení pokračuje za {wait}",reason_waiting_for_surplus:"Čeká na přebytek {power}",reason_waiting_for_surplus_wait:"Čeká na přebytek {power} po dobu {wait}",reason_waiting_for_turn:"Čeká, až přijde na řadu: {circuit} je plně využit",reason_waiting_for_turn_wait:"Čeká, až přijde na řadu, nejvýše {wait}: {circuit} je plně využit",receipt:"Účtenka",receipt_battery:"Baterie",receipt_dearer:"o {cost} víc než při okamžitém nabíjení",receipt_description:"Kolik poslední relace konektoru odebrala, stála a ušetřila.",receipt_estimated:"Částečně odhadnuto",receipt_grid:"Síť",receipt_none:"Zatím zde žádná relace neskončila.",receipt_saved:"Ušetřeno {cost}",receipt_sun:"Slunce",receipt_unknown:"Neznámé",refused_call:"Zařízení na adrese {address} se pokusilo připojit s jejím identifikátorem ({time}) a bylo odmítnuto: {cause}.",register:"Registrovat",repairs:"Otevřít opravy",running:"probíhá",save:"Uložit",saved:"Uloženo",session:"Relace",session_count:{one:"{count} relace",few:"{count} relace",other:"{count} relací"},sessions:"Relace",sessions_description:"Všechny relace se součty, grafem a stažením.",show_controls:"Zobrazit ovládání",show_graph:"Zobrazit graf",show_plan:"Zobrazit plán",shown_range:"{first}–{last} z {total}",signed:"Stáhnout podepsané odečty",solar_share:"Ze slunce",source_unknown:"Neznámé",sources:"Odkud energie pocházela",start:"Začátek",start_charging:"Spustit nabíjení",started_by:"Spuštěno",state_of_charge:"Stav nabití",stop_charging:"Zastavit nabíjení",stop_reason:"Ukončeno",sun:"Slunce",target_soc:"Nabít na (%)",this_month:"Tento měsíc",to:"Do",total:"Celkem",unknown_car:"{id_tag}, identifikátor Autocharge auta na {charge_point}",unknown_card:"{id_tag}, přiložena na {charge_point}",unknown_cards:"Neznámé karty",whose_card:"Čí je to karta?",reported_to:"Backend",back_end_queued:"čeká na odeslání",back_end_started:"začátek doručen, probíhá",back_end_delivered:"doručena {when}",back_end_set_aside:"odložena: nepřijímá se tam",back_end_let_go:"vzdána",back_end_aside:"odložena: {why}",back_end_why_restored_backup:"čekala, když vznikla obnovená záloha, a mezitím mohla dorazit",back_end_why_no_start:"její začátek tam nebyl nikdy přijat",back_end_why_no_answer:"nepřišla odpověď",back_end_why_closes_connection:"backend pokaždé ukončil spojení",back_end_why_no_transaction_id:"nepřišlo číslo transakce"};var Ln={amperes_per_phase:"Ampere pr. fase",as_table:"Som tabel",boost:"Boost",boost_hint:"Fuld effekt, indtil denne session slutter",call_address:"Indtast denne adresse i ladestanderens indstillinger, hvor den spørger efter OCPP-serveren:",cancel:"Annullér",car:"Bil",car_recognised:"Genkendt: {car}",card:"Kort",card_description:"Ét stik: hvad det gør og hvorfor, med alle betjeningselementer.",cars_all:"Alle biler",charge_point:"Ladestander",charger_allows:"Hvad ladestanderen siger, at den tillader",charging:"Oplader",charging_time:"Reelt opladet i",choose_connector:"Vælg et stik fra Plug Control i kortets indstillinger.",close:"Luk",co2:"CO₂",connector:"Stik",connectors_all:"Alle stik",correct:"Ret",correct_hint:"Det målte forbliver, som det er.",cost:"Omkostning",cost_unknown:{one:"{count} uden kendt omkostning",other:"{count} uden kendt omkostning"},co2_unknown:{one:"{count} uden kendt CO₂",other:"{count} uden kendt CO₂"},count_charging:{one:"oplader",other:"oplader"},count_free:{one:"ledig",other:"ledige"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"tilsluttet",other:"tilsluttet"},csv:"Download CSV",currency_only:"Diagrammet viser kun {currency}.",dashboard_description:"Alle ladestandere, deres sessioner og deres energi. Nye dukker op af sig selv.",details:"Sessionens detaljer",dismiss:"Afvis",document:"Dokument",document_busy:"Opretter …",document_hint:"Af de sessioner, som kortet viser nu. Det gemmes her et stykke tid og kan hentes via sit link.",document_make:"Opret dokument",document_ready:"Klar til download",duration:"Varighed",end:"Slut",energy:"Energi",energy_kwh:"Energi (kWh)",energy_total:"Energi i disse sessioner",estimated:"anslået",estimated_legend:"delvist anslået",every:"Gentag",failed:"Det lykkedes ikke",format:"Fil",from:"Fra",grid:"Elnet",group_by:"Efter",group_car:"Bil",group_connector:"Stik",group_none:"Samlet",group_person:"Person",group_source:"Kilde",ha_starts:"Home Assistant starter …",history:"De seneste timer og planen",home_battery:"Hjemmebatteri",hour:"Time",house_time:"Dage og måneder er husets ({zone}).",layout:"Til",layout_company_car:"Firmabil: refusion fra arbejdsgiveren",layout_landlord:"Udlejer eller ejerforening: pr. person",layout_registration:"Registrering: energi pr. ladestander",layout_sessions:"Alle sessioner",limit:"Maksimal strøm",loading:"Indlæser …",main_fuse:"hovedsikringen",mean_power:"Middeleffekt",measure:"Vis",measure_cost:"Omkostning",measure_energy:"Energi",measure_sun:"Solandel",meter:"Måler",minute:"Minut",mode:"Opladningstilstand",month_empty:"Ingen sessioner endnu i denne måned.",name:"Navn",named_circuit:"“{name}”",newer:"Nyere",next:"Næste",no_car:"Ingen bil",no_connectors:"Ingen ladestander har endnu oprettet forbindelse til Plug Control.",no_own_sessions:"Der er ingen sessioner med dine kort i dette tidsrum. Kun administratorer ser andres sessioner, medmindre en indstilling i Plug Control deler dem.",no_sessions:"Ingen sessioner i dette tidsrum.",nobody:"Uden kort",not_connected:"{name} er ikke forbundet",not_running:"Plug Control er sat op, men kører ikke. Denne side fortsætter af sig selv, så snart den kører.",not_set_up:"Plug Control er ikke sat op her (længere). Tilføj integrationen, eller slet dette betjeningspanel.",note:"Note",offline:"Offline",offline_since:"Offline siden",older:"Ældre",only_own:"Kun dine egne sessioner",open_settings:"Åbn indstillingerne",others:"Andre",paused:"På pause",peak_power:"Spidseffekt",period:"Tidsrum",period_all:"Alt",period_day:"Dag",period_last:{one:"Seneste dag",other:"Seneste {days} dage"},period_month:"Måned",period_own:"Fra … til …",period_year:"År",person:"Hvem",persons_all:"Alle",phases:{one:"én fase",other:"{phases} faser"},plan:"Plan",plan_came:"Opladet til tiden",plan_none:"Ingen plan",plan_planned:"Planlagt",plan_use:"Oplad efter denne plan",power:"Effekt",power_means:"Middelværdier: Home Assistant har ikke længere de enkelte værdier.",previous:"Forrige",price:"Pris",price_agreed:"Aftalt pris pr. kWh ({currency})",price_agreed_hint:"Tomt: hvad energien kostede.",price_agreed_wrong:"Prisen skal være et tal, for eksempel 0,31; eller lad feltet stå tomt.",problem:"Problem",ready_by:"Klar senest",reason:"Hvorfor",reason_cheap:"Strømmen er billig: {price}, grænse {price_limit}",reason_holding_minimum:"For lidt overskud: pause om {wait}",reason_home_battery_first:"Hjemmebatteriet først: {soc} af {target}",reason_limited_by_away:"Begrænset af {circuit}: {away} er offline og tæller som {away_current}",reason_limited_by_circuit:"Begrænset af {circuit}",reason_limited_by_circuit_phase:"Begrænset af {circuit} på {phase}",reason_limited_by_circuit_wait:"Slået fra af {circuit} på {phase}; må starte igen om {wait}",reason_limited_by_grid:"Netselskabet begrænser til {power}",reason_limited_by_grid_wait:"Netselskabet begrænser til {power}; må fortsætte om {wait}",reason_minimum_off_time:"Nok overskud: opladningen starter om {wait}",reason_minimum_soc:"Oplader først til {target}: nu {soc}",reason_plan:"Oplader efter plan {span}",reason_plan_cheapest:"Billigste timer {span}",reason_plan_solar:"Planlagte soltimer {span}",reason_plan_unreachable:"Fuld effekt, men der vil alligevel mangle {energy} kl. {end}",reason_plan_waiting:"Venter på de planlagte timer {span}",reason_plan_waiting_cheapest:"Venter på de billigste timer {span}",reason_plan_waiting_solar:"Venter på soltimerne {span}",reason_switching_phases:"Skifter til {phases}",reason_switching_phases_wait:"Skifter til {phases}: oplader igen om {wait}",reason_waiting_for_surplus:"Venter på {power} overskud",reason_waiting_for_surplus_wait:"Venter på {power} overskud i {wait}",reason_waiting_for_turn:"Venter på sin tur: {circuit} er fuldt udnyttet",reason_waiting_for_turn_wait:"Venter på sin tur, højst {wait}: {circuit} er fuldt udnyttet",receipt:"Kvittering",receipt_battery:"Batteri",receipt_dearer:"{cost} dyrere end opladning med det samme",receipt_description:"Hvad et stiks seneste session tog, kostede og sparede.",receipt_estimated:"Delvist anslået",receipt_grid:"Elnet",receipt_none:"Ingen session er afsluttet her endnu.",receipt_saved:"{cost} sparet",receipt_sun:"Sol",receipt_unknown:"Ukendt",refused_call:"En enhed på {address} prøvede at oprette forbindelse med dens identitet ({time}) og blev afvist: {cause}.",register:"Registrér",repairs:"Åbn reparationer",running:"i gang",save:"Gem",saved:"Gemt",session:"Session",session_count:{one:"{count} session",other:"{count} sessioner"},sessions:"Sessioner",sessions_description:"Alle sessioner med totaler, diagram og download.",show_controls:"Vis betjening",show_graph:"Vis grafen",show_plan:"Vis planen",shown_range:"{first}–{last} af {total}",signed:"Download signerede aflæsninger",solar_share:"Fra solen",source_unknown:"Ukendt",sources:"Hvor energien kom fra",start:"Start",start_charging:"Start opladning",started_by:"Startet af",state_of_charge:"Ladeniveau",stop_charging:"Stop opladning",stop_reason:"Afsluttet af",sun:"Sol",target_soc:"Oplad til (%)",this_month:"Denne måned",to:"Til",total:"I alt",unknown_car:"{id_tag}, en bils Autocharge-id ved {charge_point}",unknown_card:"{id_tag}, vist ved {charge_point}",unknown_cards:"Ukendte kort",whose_card:"Hvis kort er det?",reported_to:"Backend",back_end_queued:"venter på at blive sendt",back_end_started:"starten leveret, er i gang",back_end_delivered:"leveret {when}",back_end_set_aside:"lagt til side: tages ikke imod dér",back_end_let_go:"opgivet",back_end_aside:"lagt til side: {why}",back_end_why_restored_backup:"ventede, da den gendannede sikkerhedskopi blev lavet, og kan være kommet frem siden",back_end_why_no_start:"starten blev aldrig taget imod dér",back_end_why_no_answer:"der kom intet svar",back_end_why_closes_connection:"backendet lukkede forbindelsen hver gang",back_end_why_no_transaction_id:"der kom intet transaktionsnummer"};var Nn={amperes_per_phase:"Ampere je Phase",as_table:"Als Tabelle",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",call_address:"Trage diese Adresse in den Einstellungen der Ladestation dort ein, wo sie nach dem OCPP-Server fragt:",cancel:"Abbrechen",car:"Auto",car_recognised:"Erkannt: {car}",card:"Karte",card_description:"Ein Anschluss: was er tut und warum, mit allem zum Bedienen.",cars_all:"Alle Autos",charge_point:"Ladestation",charger_allows:"Was die Ladestation erlauben will",charging:"Lädt",charging_time:"Wirklich geladen",choose_connector:"Wähle in den Einstellungen der Karte einen Anschluss von Plug Control.",close:"Schließen",co2:"CO₂",connector:"Anschluss",connectors_all:"Alle Anschlüsse",correct:"Korrigieren",correct_hint:"Was gemessen wurde, bleibt, wie es ist.",cost:"Kosten",cost_unknown:{one:"{count} ohne bekannte Kosten",other:"{count} ohne bekannte Kosten"},co2_unknown:{one:"{count} ohne bekanntes CO₂",other:"{count} ohne bekanntes CO₂"},count_charging:{one:"lädt",other:"laden"},count_free:{one:"frei",other:"frei"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"angesteckt",other:"angesteckt"},csv:"CSV herunterladen",currency_only:"Das Diagramm zeigt nur {currency}.",dashboard_description:"Alle Ladestationen, ihre Ladevorgänge und ihre Energie. Neue erscheinen von selbst.",details:"Einzelheiten zum Ladevorgang",dismiss:"Ausblenden",document:"Dokument",document_busy:"Wird erstellt …",document_hint:"Von den Ladevorgängen, die die Karte gerade zeigt. Es wird hier eine Zeit lang aufgehoben und lässt sich über seinen Link herunterladen.",document_make:"Dokument erstellen",document_ready:"Zum Herunterladen bereit",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",estimated_legend:"zum Teil geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",format:"Datei",from:"Von",grid:"Netz",group_by:"Nach",group_car:"Auto",group_connector:"Anschluss",group_none:"Zusammen",group_person:"Person",group_source:"Herkunft",ha_starts:"Home Assistant startet gerade …",history:"Letzte Stunden und Geplantes",home_battery:"Hausspeicher",hour:"Stunde",house_time:"Tage und Monate sind die des Hauses ({zone}).",layout:"Wofür",layout_company_car:"Dienstwagen: Erstattung durch den Arbeitgeber",layout_landlord:"Vermieter oder Eigentümergemeinschaft: nach Person",layout_registration:"Registrierung: Energie je Ladestation",layout_sessions:"Alle Ladevorgänge",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",mean_power:"Mittlere Leistung",measure:"Zeigen",measure_cost:"Kosten",measure_energy:"Energie",measure_sun:"Sonnenanteil",meter:"Zähler",minute:"Minute",mode:"Lademodus",month_empty:"Diesen Monat noch keine Ladevorgänge.",name:"Name",named_circuit:"„{name}“",newer:"Neuere",next:"Weiter",no_car:"Kein Auto",no_connectors:"Noch hat sich keine Ladestation mit Plug Control verbunden.",no_own_sessions:"In dieser Zeit gibt es keine Ladevorgänge mit deinen Karten. Nur Administratoren sehen die Ladevorgänge anderer, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",nobody:"Ohne Karte",not_connected:"{name} ist nicht verbunden",not_running:"Plug Control ist eingerichtet, läuft aber nicht. Sobald es läuft, geht es hier von selbst weiter.",not_set_up:"Plug Control ist hier nicht (mehr) eingerichtet. Füge die Integration hinzu oder lösche dieses Dashboard.",note:"Notiz",offline:"Offline",offline_since:"Offline seit",older:"Ältere",only_own:"Nur deine eigenen Ladevorgänge",open_settings:"Einstellungen öffnen",others:"Übrige",paused:"Pausiert",peak_power:"Höchste Leistung",period:"Zeitraum",period_all:"Alles",period_day:"Tag",period_last:{one:"Letzter Tag",other:"Letzte {days} Tage"},period_month:"Monat",period_own:"Von … bis …",period_year:"Jahr",person:"Wer",persons_all:"Alle",phases:{one:"eine Phase",other:"{phases} Phasen"},plan:"Plan",plan_came:"Rechtzeitig geladen",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",power_means:"Mittelwerte: Home Assistant hat die einzelnen Werte nicht mehr.",previous:"Zurück",price:"Preis",price_agreed:"Vereinbarter Preis je kWh ({currency})",price_agreed_hint:"Leer: was die Energie gekostet hat.",price_agreed_wrong:"Der Preis muss eine Zahl sein, etwa 0,31; oder lass das Feld leer.",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_away:"Begrenzt durch {circuit}: {away} ist offline und zählt mit {away_current}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_limited_by_circuit_wait:"Abgeschaltet durch {circuit} auf {phase}; darf in {wait} wieder starten",reason_limited_by_grid:"Der Netzbetreiber begrenzt auf {power}",reason_limited_by_grid_wait:"Der Netzbetreiber begrenzt auf {power}; es geht in {wait} weiter",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_minimum_soc:"Lädt zuerst bis {target}: jetzt {soc}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet auf andere Autos: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait} auf andere Autos: {circuit} ist ausgelastet",receipt:"Beleg",receipt_battery:"Speicher",receipt_dearer:"{cost} mehr als bei sofortigem Laden",receipt_description:"Was der letzte Ladevorgang eines Anschlusses verbraucht, gekostet und gespart hat.",receipt_estimated:"Zum Teil geschätzt",receipt_grid:"Netz",receipt_none:"Hier ist noch kein Ladevorgang zu Ende gegangen.",receipt_saved:"{cost} gespart",receipt_sun:"Sonne",receipt_unknown:"Unbekannt",refused_call:"Ein Gerät mit der Adresse {address} wollte sich mit ihrer Kennung verbinden ({time}) und wurde abgewiesen: {cause}.",register:"Registrieren",repairs:"Reparaturen öffnen",running:"läuft",save:"Speichern",saved:"Gespart",session:"Ladevorgang",session_count:{one:"{count} Ladevorgang",other:"{count} Ladevorgänge"},sessions:"Ladevorgänge",sessions_description:"Alle Ladevorgänge, mit Summen, Diagramm und Download.",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",shown_range:"{first}–{last} von {total}",signed:"Signierte Messwerte herunterladen",solar_share:"Von der Sonne",source_unknown:"Unbekannt",sources:"Woher die Energie kam",start:"Beginn",start_charging:"Laden starten",started_by:"Gestartet von",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",this_month:"Dieser Monat",to:"Bis",total:"Summe",unknown_car:"{id_tag}, die Autocharge-Kennung eines Autos an {charge_point}",unknown_card:"{id_tag}, vorgehalten an {charge_point}",unknown_cards:"Unbekannte Karten",whose_card:"Wem gehört die Karte?",reported_to:"Backend",back_end_queued:"wartet aufs Senden",back_end_started:"Start zugestellt, läuft noch",back_end_delivered:"zugestellt {when}",back_end_set_aside:"zurückgestellt: wird dort nicht angenommen",back_end_let_go:"aufgegeben",back_end_aside:"zurückgestellt: {why}",back_end_why_restored_backup:"wartete, als die wiederhergestellte Sicherung entstand, und kann seither angekommen sein",back_end_why_no_start:"der Start wurde dort nie angenommen",back_end_why_no_answer:"es kam keine Antwort",back_end_why_closes_connection:"das Backend beendete jedes Mal die Verbindung",back_end_why_no_transaction_id:"es kam keine Transaktions-ID"};var qt={amperes_per_phase:"Amperes per phase",as_table:"As a table",boost:"Boost",boost_hint:"Full power until this session ends",call_address:"Enter this address in the charge point's settings, where it asks for the OCPP server:",cancel:"Cancel",car:"Car",car_recognised:"Recognised: {car}",card:"Card",card_description:"One connector: what it does and why, with all its controls.",cars_all:"All cars",charge_point:"Charge point",charger_allows:"What the charger says it will allow",charging:"Charging",charging_time:"Really charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",close:"Close",co2:"CO₂",connector:"Connector",connectors_all:"All connectors",correct:"Correct",correct_hint:"What was measured stays as it is.",cost:"Cost",cost_unknown:{one:"{count} without a known cost",other:"{count} without a known cost"},co2_unknown:{one:"{count} without known CO₂",other:"{count} without known CO₂"},count_charging:{one:"charging",other:"charging"},count_free:{one:"free",other:"free"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"plugged in",other:"plugged in"},csv:"Download CSV",currency_only:"The chart shows only {currency}.",dashboard_description:"All charge points, their sessions and their energy. New ones appear by themselves.",details:"Details of the session",dismiss:"Dismiss",document:"Document",document_busy:"Making it …",document_hint:"Of the sessions that the card shows now. It is kept here for a while, and can be downloaded by its link.",document_make:"Make document",document_ready:"Ready for download",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",estimated_legend:"partly estimated",every:"Repeat",failed:"That did not work",format:"File",from:"From",grid:"Grid",group_by:"By",group_car:"Car",group_connector:"Connector",group_none:"Together",group_person:"Person",group_source:"Source",ha_starts:"Home Assistant is starting …",history:"Last hours and what is planned",home_battery:"Home battery",hour:"Hour",house_time:"Days and months are those of the house ({zone}).",layout:"For",layout_company_car:"Company car: refund by the employer",layout_landlord:"Landlord or community of owners: by person",layout_registration:"Registration: energy of each charge point",layout_sessions:"All sessions",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",mean_power:"Mean power",measure:"Show",measure_cost:"Cost",measure_energy:"Energy",measure_sun:"Sun share",meter:"Meter",minute:"Minute",mode:"Charging mode",month_empty:"No sessions yet this month.",name:"Name",named_circuit:"“{name}”",newer:"Newer",next:"Next",no_car:"No car",no_connectors:"No charge point has connected to Plug Control yet.",no_own_sessions:"There are no sessions with your cards in this time. Only administrators see the sessions of others, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",nobody:"Without a card",not_connected:"{name} is not connected",not_running:"Plug Control is set up, but not running. This page goes on by itself as soon as it runs.",not_set_up:"Plug Control is not set up here (any more). Add the integration, or delete this dashboard.",note:"Note",offline:"Offline",offline_since:"Offline since",older:"Older",only_own:"Only your own sessions",open_settings:"Open the settings",others:"Others",paused:"Paused",peak_power:"Peak power",period:"Time",period_all:"All",period_day:"Day",period_last:{one:"Last day",other:"Last {days} days"},period_month:"Month",period_own:"From … to …",period_year:"Year",person:"Who",persons_all:"Everyone",phases:{one:"one phase",other:"{phases} phases"},plan:"Plan",plan_came:"Came in time",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",power_means:"Means: Home Assistant no longer has the single values.",previous:"Previous",price:"Price",price_agreed:"Agreed price per kWh ({currency})",price_agreed_hint:"Empty: what the energy cost.",price_agreed_wrong:"The price has to be a number, such as 0.31; or leave it empty.",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_away:"Limited by {circuit}: {away} is offline and counts as {away_current}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_limited_by_circuit_wait:"Switched off by {circuit} on {phase}; may start again in {wait}",reason_limited_by_grid:"The grid operator limits to {power}",reason_limited_by_grid_wait:"The grid operator limits to {power}; may go on in {wait}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_minimum_soc:"Charging to {target} first: at {soc}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",receipt:"Receipt",receipt_battery:"Battery",receipt_dearer:"{cost} more than charging at once",receipt_description:"What the last session of a connector took, cost and saved.",receipt_estimated:"Partly estimated",receipt_grid:"Grid",receipt_none:"No session has ended here yet.",receipt_saved:"{cost} saved",receipt_sun:"Sun",receipt_unknown:"Unknown",refused_call:"A device at {address} tried to connect with its identity ({time}) and was refused: {cause}.",register:"Register",repairs:"Open the repairs",running:"running",save:"Save",saved:"Saved",session:"Session",session_count:{one:"{count} session",other:"{count} sessions"},sessions:"Sessions",sessions_description:"All sessions, with totals, a chart and a download.",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",shown_range:"{first}–{last} of {total}",signed:"Download signed meter values",solar_share:"From the sun",source_unknown:"Unknown",sources:"Where the energy came from",start:"Start",start_charging:"Start charging",started_by:"Started by",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",this_month:"This month",to:"To",total:"Total",unknown_car:"{id_tag}, a car's Autocharge id at {charge_point}",unknown_card:"{id_tag}, presented at {charge_point}",unknown_cards:"Unknown cards",whose_card:"Whose card is it?",reported_to:"Back end",back_end_queued:"waits to be sent",back_end_started:"start delivered, still running",back_end_delivered:"delivered {when}",back_end_set_aside:"set aside: it does not take it",back_end_let_go:"let go",back_end_aside:"set aside: {why}",back_end_why_restored_backup:"it waited when the restored backup was made, and may have arrived since",back_end_why_no_start:"its start was never taken there",back_end_why_no_answer:"no answer came to it",back_end_why_closes_connection:"the back end closed the connection each time",back_end_why_no_transaction_id:"no transaction id came for it"};var Fn={amperes_per_phase:"Amperios por fase",as_table:"Como tabla",boost:"Boost",boost_hint:"Potencia máxima hasta que termine esta sesión",call_address:"Introduce esta dirección en los ajustes del punto de recarga, donde pide el servidor OCPP:",cancel:"Cancelar",car:"Coche",car_recognised:"Reconocido: {car}",card:"Tarjeta",card_description:"Un conector: qué hace y por qué, con todos sus controles.",cars_all:"Todos los coches",charge_point:"Punto de recarga",charger_allows:"Lo que el punto de recarga dice que permitirá",charging:"Cargando",charging_time:"Carga efectiva",choose_connector:"Elige un conector de Plug Control en los ajustes de la tarjeta.",close:"Cerrar",co2:"CO₂",connector:"Conector",connectors_all:"Todos",correct:"Corregir",correct_hint:"Lo que se midió queda como está.",cost:"Coste",cost_unknown:{one:"{count} sin coste conocido",other:"{count} sin coste conocido"},co2_unknown:{one:"{count} sin CO₂ conocido",other:"{count} sin CO₂ conocido"},count_charging:{one:"cargando",other:"cargando"},count_free:{one:"libre",other:"libres"},count_offline:{one:"sin conexión",other:"sin conexión"},count_plugged_in:{one:"enchufado",other:"enchufados"},csv:"Descargar CSV",currency_only:"El gráfico solo muestra {currency}.",dashboard_description:"Todos los puntos de recarga, sus sesiones y su energía. Los nuevos aparecen solos.",details:"Detalles de la sesión",dismiss:"Ocultar",document:"Documento",document_busy:"Creando…",document_hint:"De las sesiones que la tarjeta muestra ahora. Se conserva aquí un tiempo y se puede descargar con su enlace.",document_make:"Crear documento",document_ready:"Listo para descargar",duration:"Duración",end:"Fin",energy:"Energía",energy_kwh:"Energía (kWh)",energy_total:"Energía de estas sesiones",estimated:"estimada",estimated_legend:"en parte estimado",every:"Repetir",failed:"No ha funcionado",format:"Archivo",from:"Desde",grid:"Red",group_by:"Por",group_car:"Coche",group_connector:"Conector",group_none:"Juntas",group_person:"Persona",group_source:"Origen",ha_starts:"Home Assistant se está iniciando…",history:"Últimas horas y lo planificado",home_battery:"Batería doméstica",hour:"Hora",house_time:"Los días y los meses son los de la casa ({zone}).",layout:"Para",layout_company_car:"Coche de empresa: reembolso de la empresa",layout_landlord:"Casero o comunidad de propietarios: por persona",layout_registration:"Registro: energía de cada punto de recarga",layout_sessions:"Todas las sesiones",limit:"Corriente máxima",loading:"Cargando…",main_fuse:"el fusible principal",mean_power:"Potencia media",measure:"Mostrar",measure_cost:"Coste",measure_energy:"Energía",measure_sun:"Parte solar",meter:"Contador",minute:"Minuto",mode:"Modo de carga",month_empty:"Aún no hay sesiones este mes.",name:"Nombre",named_circuit:"«{name}»",newer:"Más recientes",next:"Siguiente",no_car:"Ningún coche",no_connectors:"Ningún punto de recarga se ha conectado todavía a Plug Control.",no_own_sessions:"No hay sesiones con tus tarjetas en este periodo. Solo los administradores ven las sesiones de los demás, salvo que una opción de Plug Control las comparta.",no_sessions:"No hay sesiones en este periodo.",nobody:"Sin tarjeta",not_connected:"{name} no está conectado",not_running:"Plug Control está configurado, pero no funciona. Esta página continúa sola en cuanto funcione.",not_set_up:"Plug Control no está (o ya no está) configurado aquí. Añade la integración, o elimina este panel de control.",note:"Nota",offline:"Sin conexión",offline_since:"Sin conexión desde",older:"Más antiguas",only_own:"Solo tus propias sesiones",open_settings:"Abrir los ajustes",others:"Otros",paused:"En pausa",peak_power:"Potencia máxima",period:"Periodo",period_all:"Todo",period_day:"Día",period_last:{one:"Último día",other:"Últimos {days} días"},period_month:"Mes",period_own:"Del … al …",period_year:"Año",person:"Quién",persons_all:"Todos",phases:{one:"una fase",other:"{phases} fases"},plan:"Plan",plan_came:"Listo a tiempo",plan_none:"Sin plan",plan_planned:"Planificado",plan_use:"Cargar según este plan",power:"Potencia",power_means:"Medias: Home Assistant ya no tiene los valores individuales.",previous:"Anterior",price:"Precio",price_agreed:"Precio acordado por kWh ({currency})",price_agreed_hint:"Vacío: lo que costó la energía.",price_agreed_wrong:"El precio debe ser un número, como 0,31; o deja el campo vacío.",problem:"Problema",ready_by:"Listo a las",reason:"Por qué",reason_cheap:"La electricidad es barata: {price}, límite {price_limit}",reason_holding_minimum:"Demasiado poco excedente: pausa en {wait}",reason_home_battery_first:"La batería doméstica va primero: {soc} de {target}",reason_limited_by_away:"Limitado por {circuit}: {away} está sin conexión y cuenta como {away_current}",reason_limited_by_circuit:"Limitado por {circuit}",reason_limited_by_circuit_phase:"Limitado por {circuit} en {phase}",reason_limited_by_circuit_wait:"Apagado por {circuit} en {phase}; puede iniciarse de nuevo en {wait}",reason_limited_by_grid:"El operador de la red limita a {power}",reason_limited_by_grid_wait:"El operador de la red limita a {power}; puede seguir en {wait}",reason_minimum_off_time:"Excedente suficiente: la carga empieza en {wait}",reason_minimum_soc:"Cargando primero hasta {target}: va por {soc}",reason_plan:"Cargando según el plan {span}",reason_plan_cheapest:"Horas más baratas {span}",reason_plan_solar:"Horas de sol planificadas {span}",reason_plan_unreachable:"Potencia máxima, pero faltarán {energy} a las {end}",reason_plan_waiting:"Esperando las horas planificadas {span}",reason_plan_waiting_cheapest:"Esperando las horas más baratas {span}",reason_plan_waiting_solar:"Esperando las horas de sol {span}",reason_switching_phases:"Cambiando a {phases}",reason_switching_phases_wait:"Cambiando a {phases}: carga de nuevo en {wait}",reason_waiting_for_surplus:"Esperando {power} de excedente",reason_waiting_for_surplus_wait:"Esperando {power} de excedente durante {wait}",reason_waiting_for_turn:"Esperando su turno: {circuit} está al completo",reason_waiting_for_turn_wait:"Esperando su turno, {wait} como máximo: {circuit} está al completo",receipt:"Recibo",receipt_battery:"Batería",receipt_dearer:"{cost} más que cargando enseguida",receipt_description:"Lo que la última sesión de un conector tomó, costó y ahorró.",receipt_estimated:"En parte estimado",receipt_grid:"Red",receipt_none:"Aquí aún no ha terminado ninguna sesión.",receipt_saved:"{cost} ahorrados",receipt_sun:"Sol",receipt_unknown:"Desconocido",refused_call:"Un dispositivo en {address} intentó conectarse con su identidad ({time}) y fue rechazado: {cause}.",register:"Registrar",repairs:"Abrir las reparaciones",running:"en curso",save:"Guardar",saved:"Ahorrado",session:"Sesión",session_count:{one:"{count} sesión",other:"{count} sesiones"},sessions:"Sesiones",sessions_description:"Todas las sesiones, con totales, un gráfico y descarga.",show_controls:"Mostrar los controles",show_graph:"Mostrar el gráfico",show_plan:"Mostrar el plan",shown_range:"{first}–{last} de {total}",signed:"Descargar lecturas firmadas",solar_share:"Del sol",source_unknown:"Desconocido",sources:"De dónde vino la energía",start:"Inicio",start_charging:"Iniciar la carga",started_by:"Iniciada por",state_of_charge:"Estado de carga",stop_charging:"Detener la carga",stop_reason:"Terminada por",sun:"Sol",target_soc:"Cargar hasta (%)",this_month:"Este mes",to:"Hasta",total:"Total",unknown_car:"{id_tag}, el identificador Autocharge de un coche en {charge_point}",unknown_card:"{id_tag}, presentada en {charge_point}",unknown_cards:"Tarjetas desconocidas",whose_card:"¿De quién es la tarjeta?",reported_to:"Backend",back_end_queued:"espera a enviarse",back_end_started:"inicio entregado, en curso",back_end_delivered:"entregada {when}",back_end_set_aside:"apartada: allí no se acepta",back_end_let_go:"dejada",back_end_aside:"apartada: {why}",back_end_why_restored_backup:"esperaba cuando se hizo la copia de seguridad restaurada y puede haber llegado desde entonces",back_end_why_no_start:"allí nunca se aceptó su inicio",back_end_why_no_answer:"no llegó ninguna respuesta",back_end_why_closes_connection:"el backend cerró la conexión cada vez",back_end_why_no_transaction_id:"no llegó ningún número de transacción"};var Un={amperes_per_phase:"Ampères par phase",as_table:"En tableau",boost:"Boost",boost_hint:"Pleine puissance jusqu'à la fin de cette session",call_address:"Saisissez cette adresse dans les réglages de la borne, là où elle demande le serveur OCPP :",cancel:"Annuler",car:"Voiture",car_recognised:"Reconnue : {car}",card:"Badge",card_description:"Un connecteur : ce qu'il fait et pourquoi, avec toutes ses commandes.",cars_all:"Toutes les voitures",charge_point:"Borne de recharge",charger_allows:"Ce que la borne dit qu'elle autorisera",charging:"En charge",charging_time:"Charge effective",choose_connector:"Choisissez un connecteur de Plug Control dans les réglages de la carte.",close:"Fermer",co2:"CO₂",connector:"Connecteur",connectors_all:"Tous",correct:"Corriger",correct_hint:"Ce qui a été mesuré reste tel quel.",cost:"Coût",cost_unknown:{one:"{count} sans coût connu",other:"{count} sans coût connu"},co2_unknown:{one:"{count} sans CO₂ connu",other:"{count} sans CO₂ connu"},count_charging:{one:"en charge",other:"en charge"},count_free:{one:"disponible",other:"disponibles"},count_offline:{one:"hors ligne",other:"hors ligne"},count_plugged_in:{one:"branchée",other:"branchées"},csv:"Télécharger en CSV",currency_only:"Le graphique ne montre que {currency}.",dashboard_description:"Toutes les bornes, leurs sessions et leur énergie. Les nouvelles apparaissent d'elles-mêmes.",details:"Détails de la session",dismiss:"Masquer",document:"Document",document_busy:"Création…",document_hint:"Des sessions que la carte montre en ce moment. Il est conservé ici un certain temps et peut être téléchargé par son lien.",document_make:"Créer le document",document_ready:"Prêt au téléchargement",duration:"Durée",end:"Fin",energy:"Énergie",energy_kwh:"Énergie (kWh)",energy_total:"Énergie de ces sessions",estimated:"estimée",estimated_legend:"en partie estimé",every:"Répéter",failed:"Cela n'a pas fonctionné",format:"Fichier",from:"De",grid:"Réseau",group_by:"Par",group_car:"Voiture",group_connector:"Connecteur",group_none:"Ensemble",group_person:"Personne",group_source:"Source",ha_starts:"Home Assistant démarre…",history:"Dernières heures et ce qui est planifié",home_battery:"Batterie domestique",hour:"Heure",house_time:"Les jours et les mois sont ceux de la maison ({zone}).",layout:"Pour",layout_company_car:"Voiture de fonction : remboursement par l'employeur",layout_landlord:"Propriétaire ou copropriété : par personne",layout_registration:"Enregistrement : énergie de chaque borne",layout_sessions:"Toutes les sessions",limit:"Courant maximal",loading:"Chargement…",main_fuse:"le disjoncteur principal",mean_power:"Puissance moyenne",measure:"Afficher",measure_cost:"Coût",measure_energy:"Énergie",measure_sun:"Part solaire",meter:"Compteur",minute:"Minute",mode:"Mode de charge",month_empty:"Pas encore de sessions ce mois-ci.",name:"Nom",named_circuit:"« {name} »",newer:"Plus récentes",next:"Suivant",no_car:"Aucune voiture",no_connectors:"Aucune borne ne s'est encore connectée à Plug Control.",no_own_sessions:"Il n'y a pas de sessions avec vos badges sur cette période. Seuls les administrateurs voient les sessions des autres, sauf si une option de Plug Control les partage.",no_sessions:"Aucune session sur cette période.",nobody:"Sans badge",not_connected:"{name} n'est pas connectée",not_running:"Plug Control est configuré, mais ne fonctionne pas. Cette page continue d'elle-même dès qu'il fonctionne.",not_set_up:"Plug Control n'est pas (ou plus) configuré ici. Ajoutez l'intégration, ou supprimez ce tableau de bord.",note:"Note",offline:"Hors ligne",offline_since:"Hors ligne depuis",older:"Plus anciennes",only_own:"Seulement vos propres sessions",open_settings:"Ouvrir les paramètres",others:"Autres",paused:"En pause",peak_power:"Puissance maximale",period:"Période",period_all:"Tout",period_day:"Jour",period_last:{one:"Dernier jour",other:"{days} derniers jours"},period_month:"Mois",period_own:"Du … au …",period_year:"Année",person:"Qui",persons_all:"Tout le monde",phases:{one:"une phase",other:"{phases} phases"},plan:"Plan",plan_came:"Prête à temps",plan_none:"Aucun plan",plan_planned:"Planifié",plan_use:"Recharger selon ce plan",power:"Puissance",power_means:"Moyennes : Home Assistant n'a plus les valeurs individuelles.",previous:"Précédent",price:"Prix",price_agreed:"Prix convenu par kWh ({currency})",price_agreed_hint:"Vide : ce que l'énergie a coûté.",price_agreed_wrong:"Le prix doit être un nombre, par exemple 0,31 ; ou laissez le champ vide.",problem:"Problème",ready_by:"Prête pour",reason:"Pourquoi",reason_cheap:"L'électricité est bon marché : {price}, limite {price_limit}",reason_holding_minimum:"Trop peu de surplus : pause dans {wait}",reason_home_battery_first:"La batterie domestique passe d'abord : {soc} sur {target}",reason_limited_by_away:"Limitée par {circuit} : {away} est hors ligne et compte pour {away_current}",reason_limited_by_circuit:"Limitée par {circuit}",reason_limited_by_circuit_phase:"Limitée par {circuit} sur {phase}",reason_limited_by_circuit_wait:"Coupée par {circuit} sur {phase} ; peut redémarrer dans {wait}",reason_limited_by_grid:"Le gestionnaire de réseau limite à {power}",reason_limited_by_grid_wait:"Le gestionnaire de réseau limite à {power} ; reprise possible dans {wait}",reason_minimum_off_time:"Assez de surplus : la recharge démarre dans {wait}",reason_minimum_soc:"Recharge d'abord à {target} : en est à {soc}",reason_plan:"Recharge selon le plan {span}",reason_plan_cheapest:"Heures les moins chères {span}",reason_plan_solar:"Heures ensoleillées planifiées {span}",reason_plan_unreachable:"Pleine puissance, mais il manquera {energy} à {end}",reason_plan_waiting:"En attente des heures planifiées {span}",reason_plan_waiting_cheapest:"En attente des heures les moins chères {span}",reason_plan_waiting_solar:"En attente des heures ensoleillées {span}",reason_switching_phases:"Passage à {phases}",reason_switching_phases_wait:"Passage à {phases} : la recharge reprend dans {wait}",reason_waiting_for_surplus:"En attente de {power} de surplus",reason_waiting_for_surplus_wait:"En attente de {power} de surplus pendant {wait}",reason_waiting_for_turn:"Attend son tour : {circuit} est entièrement utilisé",reason_waiting_for_turn_wait:"Attend son tour, {wait} au plus : {circuit} est entièrement utilisé",receipt:"Reçu",receipt_battery:"Batterie",receipt_dearer:"{cost} de plus qu'en rechargeant aussitôt",receipt_description:"Ce que la dernière session d'un connecteur a pris, coûté et économisé.",receipt_estimated:"En partie estimé",receipt_grid:"Réseau",receipt_none:"Aucune session ne s'est encore terminée ici.",receipt_saved:"{cost} économisés",receipt_sun:"Soleil",receipt_unknown:"Inconnu",refused_call:"Un appareil à {address} a essayé de se connecter avec son identifiant ({time}) et a été refusé : {cause}.",register:"Enregistrer",repairs:"Ouvrir les corrections",running:"en cours",save:"Enregistrer",saved:"Économisé",session:"Session",session_count:{one:"{count} session",other:"{count} sessions"},sessions:"Sessions",sessions_description:"Toutes les sessions, avec totaux, graphique et téléchargement.",show_controls:"Afficher les commandes",show_graph:"Afficher le graphique",show_plan:"Afficher le plan",shown_range:"{first}–{last} sur {total}",signed:"Télécharger les relevés signés",solar_share:"Du soleil",source_unknown:"Inconnu",sources:"D'où venait l'énergie",start:"Début",start_charging:"Démarrer la recharge",started_by:"Démarrée par",state_of_charge:"État de charge",stop_charging:"Arrêter la recharge",stop_reason:"Arrêtée par",sun:"Soleil",target_soc:"Recharger jusqu'à (%)",this_month:"Ce mois-ci",to:"À",total:"Total",unknown_car:"{id_tag}, l'identifiant Autocharge d'une voiture à {charge_point}",unknown_card:"{id_tag}, présenté à {charge_point}",unknown_cards:"Badges inconnus",whose_card:"À qui est le badge ?",reported_to:"Back-end",back_end_queued:"en attente d'envoi",back_end_started:"début remis, en cours",back_end_delivered:"remise {when}",back_end_set_aside:"mise de côté : elle n'y est pas prise",back_end_let_go:"abandonnée",back_end_aside:"mise de côté : {why}",back_end_why_restored_backup:"elle attendait au moment de la sauvegarde restaurée et a pu arriver depuis",back_end_why_no_start:"son début n'y a jamais été accepté",back_end_why_no_answer:"aucune réponse n'est venue",back_end_why_closes_connection:"le back-end a coupé la connexion à chaque fois",back_end_why_no_transaction_id:"aucun numéro de transaction n'est venu"};var In={amperes_per_phase:"Ampère per fase",as_table:"Als tabel",boost:"Boost",boost_hint:"Vol vermogen tot deze sessie eindigt",call_address:"Voer dit adres in de instellingen van de laadpaal in, waar hij om de OCPP-server vraagt:",cancel:"Annuleren",car:"Auto",car_recognised:"Herkend: {car}",card:"Laadpas",card_description:"Eén connector: wat hij doet en waarom, met alle bediening.",cars_all:"Alle auto's",charge_point:"Laadpaal",charger_allows:"Wat de laadpaal zegt te zullen toestaan",charging:"Aan het laden",charging_time:"Echt geladen",choose_connector:"Kies een connector van Plug Control in de instellingen van de kaart.",close:"Sluiten",co2:"CO₂",connector:"Connector",connectors_all:"Alle connectoren",correct:"Corrigeren",correct_hint:"Wat is gemeten, blijft zoals het is.",cost:"Kosten",cost_unknown:{one:"{count} zonder bekende kosten",other:"{count} zonder bekende kosten"},co2_unknown:{one:"{count} zonder bekende CO₂",other:"{count} zonder bekende CO₂"},count_charging:{one:"aan het laden",other:"aan het laden"},count_free:{one:"vrij",other:"vrij"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"ingeplugd",other:"ingeplugd"},csv:"CSV downloaden",currency_only:"De grafiek toont alleen {currency}.",dashboard_description:"Alle laadpalen, hun sessies en hun energie. Nieuwe verschijnen vanzelf.",details:"Details van de sessie",dismiss:"Verbergen",document:"Document",document_busy:"Wordt gemaakt …",document_hint:"Van de sessies die de kaart nu toont. Het wordt hier een tijd bewaard en kan via zijn link worden gedownload.",document_make:"Document maken",document_ready:"Klaar om te downloaden",duration:"Duur",end:"Einde",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie van deze sessies",estimated:"geschat",estimated_legend:"deels geschat",every:"Herhalen",failed:"Dat is niet gelukt",format:"Bestand",from:"Van",grid:"Net",group_by:"Per",group_car:"Auto",group_connector:"Connector",group_none:"Samen",group_person:"Persoon",group_source:"Bron",ha_starts:"Home Assistant start …",history:"Laatste uren en wat is gepland",home_battery:"Thuisbatterij",hour:"Uur",house_time:"Dagen en maanden zijn die van het huis ({zone}).",layout:"Voor",layout_company_car:"Auto van de zaak: vergoeding door de werkgever",layout_landlord:"Verhuurder of VvE: per persoon",layout_registration:"Registratie: energie van elke laadpaal",layout_sessions:"Alle sessies",limit:"Maximale stroom",loading:"Laden …",main_fuse:"de hoofdzekering",mean_power:"Gemiddeld vermogen",measure:"Tonen",measure_cost:"Kosten",measure_energy:"Energie",measure_sun:"Zonaandeel",meter:"Meter",minute:"Minuut",mode:"Laadmodus",month_empty:"Deze maand nog geen sessies.",name:"Naam",named_circuit:"“{name}”",newer:"Nieuwere",next:"Volgende",no_car:"Geen auto",no_connectors:"Er heeft nog geen laadpaal verbinding gemaakt met Plug Control.",no_own_sessions:"In deze periode zijn er geen sessies met jouw laadpassen. Alleen beheerders zien de sessies van anderen, tenzij een optie van Plug Control ze deelt.",no_sessions:"Geen sessies in deze periode.",nobody:"Zonder laadpas",not_connected:"{name} is niet verbonden",not_running:"Plug Control is ingesteld, maar draait niet. Deze pagina gaat vanzelf verder zodra het draait.",not_set_up:"Plug Control is hier niet (meer) ingesteld. Voeg de integratie toe, of verwijder dit dashboard.",note:"Notitie",offline:"Offline",offline_since:"Offline sinds",older:"Oudere",only_own:"Alleen je eigen sessies",open_settings:"Instellingen openen",others:"Overige",paused:"Gepauzeerd",peak_power:"Piekvermogen",period:"Periode",period_all:"Alles",period_day:"Dag",period_last:{one:"Laatste dag",other:"Laatste {days} dagen"},period_month:"Maand",period_own:"Van … tot …",period_year:"Jaar",person:"Wie",persons_all:"Iedereen",phases:{one:"één fase",other:"{phases} fasen"},plan:"Plan",plan_came:"Op tijd klaar",plan_none:"Geen plan",plan_planned:"Gepland",plan_use:"Volgens dit plan laden",power:"Vermogen",power_means:"Gemiddelden: Home Assistant heeft de losse waarden niet meer.",previous:"Vorige",price:"Prijs",price_agreed:"Afgesproken prijs per kWh ({currency})",price_agreed_hint:"Leeg: wat de energie heeft gekost.",price_agreed_wrong:"De prijs moet een getal zijn, bijvoorbeeld 0,31; of laat het veld leeg.",problem:"Probleem",ready_by:"Klaar om",reason:"Waarom",reason_cheap:"Stroom is goedkoop: {price}, limiet {price_limit}",reason_holding_minimum:"Te weinig overschot: pauzeert over {wait}",reason_home_battery_first:"De thuisbatterij gaat voor: {soc} van {target}",reason_limited_by_away:"Beperkt door {circuit}: {away} is offline en telt voor {away_current}",reason_limited_by_circuit:"Beperkt door {circuit}",reason_limited_by_circuit_phase:"Beperkt door {circuit} op {phase}",reason_limited_by_circuit_wait:"Uitgeschakeld door {circuit} op {phase}; mag over {wait} weer starten",reason_limited_by_grid:"De netbeheerder beperkt tot {power}",reason_limited_by_grid_wait:"De netbeheerder beperkt tot {power}; mag over {wait} verder",reason_minimum_off_time:"Genoeg overschot: laden start over {wait}",reason_minimum_soc:"Laadt eerst tot {target}: nu op {soc}",reason_plan:"Laadt volgens plan {span}",reason_plan_cheapest:"Goedkoopste uren {span}",reason_plan_solar:"Geplande zonuren {span}",reason_plan_unreachable:"Vol vermogen, maar er ontbreekt {energy} om {end}",reason_plan_waiting:"Wacht op de geplande uren {span}",reason_plan_waiting_cheapest:"Wacht op de goedkoopste uren {span}",reason_plan_waiting_solar:"Wacht op de zonuren {span}",reason_switching_phases:"Schakelt om naar {phases}",reason_switching_phases_wait:"Schakelt om naar {phases}: laadt weer over {wait}",reason_waiting_for_surplus:"Wacht op {power} overschot",reason_waiting_for_surplus_wait:"Wacht op {power} overschot gedurende {wait}",reason_waiting_for_turn:"Wacht op zijn beurt: {circuit} is volledig benut",reason_waiting_for_turn_wait:"Wacht op zijn beurt, hooguit {wait}: {circuit} is volledig benut",receipt:"Bon",receipt_battery:"Batterij",receipt_dearer:"{cost} meer dan bij meteen laden",receipt_description:"Wat de laatste sessie van een connector heeft verbruikt, gekost en bespaard.",receipt_estimated:"Deels geschat",receipt_grid:"Net",receipt_none:"Hier is nog geen sessie beëindigd.",receipt_saved:"{cost} bespaard",receipt_sun:"Zon",receipt_unknown:"Onbekend",refused_call:"Een apparaat op {address} probeerde met zijn identiteit verbinding te maken ({time}) en werd geweigerd: {cause}.",register:"Registreren",repairs:"Reparaties openen",running:"loopt",save:"Opslaan",saved:"Bespaard",session:"Sessie",session_count:{one:"{count} sessie",other:"{count} sessies"},sessions:"Sessies",sessions_description:"Alle sessies, met totalen, een grafiek en een download.",show_controls:"Bediening tonen",show_graph:"Grafiek tonen",show_plan:"Plan tonen",shown_range:"{first}–{last} van {total}",signed:"Ondertekende meterwaarden downloaden",solar_share:"Van de zon",source_unknown:"Onbekend",sources:"Waar de energie vandaan kwam",start:"Begin",start_charging:"Laden starten",started_by:"Gestart door",state_of_charge:"Laadniveau",stop_charging:"Laden stoppen",stop_reason:"Beëindigd door",sun:"Zon",target_soc:"Laden tot (%)",this_month:"Deze maand",to:"Tot",total:"Totaal",unknown_car:"{id_tag}, het Autocharge-ID van een auto bij {charge_point}",unknown_card:"{id_tag}, aangeboden bij {charge_point}",unknown_cards:"Onbekende laadpassen",whose_card:"Van wie is de laadpas?",reported_to:"Backend",back_end_queued:"wacht op verzending",back_end_started:"start afgeleverd, loopt nog",back_end_delivered:"afgeleverd {when}",back_end_set_aside:"opzijgezet: wordt daar niet aangenomen",back_end_let_go:"losgelaten",back_end_aside:"opzijgezet: {why}",back_end_why_restored_backup:"wachtte toen de herstelde back-up werd gemaakt en kan sindsdien zijn aangekomen",back_end_why_no_start:"de start is daar nooit aangenomen",back_end_why_no_answer:"er kwam geen antwoord",back_end_why_closes_connection:"het backend verbrak telkens de verbinding",back_end_why_no_transaction_id:"er kwam geen transactienummer"};var Bn={amperes_per_phase:"Ampery na fazę",as_table:"Jako tabela",boost:"Boost",boost_hint:"Pełna moc do końca tej sesji",call_address:"Wpisz ten adres w ustawieniach stacji ładowania, tam gdzie pyta o serwer OCPP:",cancel:"Anuluj",car:"Samochód",car_recognised:"Rozpoznany: {car}",card:"Karta",card_description:"Jedno złącze: co robi i dlaczego, ze wszystkimi elementami sterującymi.",cars_all:"Wszystkie samochody",charge_point:"Stacja ładowania",charger_allows:"Na co według stacji pozwolą jej profile",charging:"Ładowanie",charging_time:"Faktyczne ładowanie",choose_connector:"Wybierz złącze Plug Control w ustawieniach karty.",close:"Zamknij",co2:"CO₂",connector:"Złącze",connectors_all:"Wszystkie złącza",correct:"Popraw",correct_hint:"Zmierzone wartości pozostają bez zmian.",cost:"Koszt",cost_unknown:{one:"{count} bez znanego kosztu",few:"{count} bez znanego kosztu",many:"{count} bez znanego kosztu",other:"{count} bez znanego kosztu"},co2_unknown:{one:"{count} bez znanego CO₂",few:"{count} bez znanego CO₂",many:"{count} bez znanego CO₂",other:"{count} bez znanego CO₂"},count_charging:{one:"ładuje",few:"ładują",many:"ładuje",other:"ładuje"},count_free:{one:"wolne",few:"wolne",many:"wolnych",other:"wolnych"},count_offline:{one:"offline",few:"offline",many:"offline",other:"offline"},count_plugged_in:{one:"podłączony",few:"podłączone",many:"podłączonych",other:"podłączonych"},csv:"Pobierz CSV",currency_only:"Wykres pokazuje tylko {currency}.",dashboard_description:"Wszystkie stacje ładowania, ich sesje i energia. Nowe pojawiają się same.",details:"Szczegóły sesji",dismiss:"Odrzuć",document:"Dokument",document_busy:"Tworzenie …",document_hint:"Z sesji, które karta teraz pokazuje. Dokument jest tu przez pewien czas przechowywany i można go pobrać przez link.",document_make:"Utwórz dokument",document_ready:"Gotowe do pobrania",duration:"Czas trwania",end:"Koniec",energy:"Energia",energy_kwh:"Energia (kWh)",energy_total:"Energia tych sesji",estimated:"szacowane",estimated_legend:"częściowo szacowane",every:"Powtarzaj",failed:"To się nie udało",format:"Plik",from:"Od",grid:"Sieć",group_by:"Według",group_car:"Samochód",group_connector:"Złącze",group_none:"Razem",group_person:"Osoba",group_source:"Źródło",ha_starts:"Home Assistant uruchamia się …",history:"Ostatnie godziny i plan",home_battery:"Domowy magazyn energii",hour:"Godzina",house_time:"Dni i miesiące są liczone w strefie czasowej domu ({zone}).",layout:"Dla",layout_company_car:"Samochód służbowy: zwrot kosztów przez pracodawcę",layout_landlord:"Wynajmujący lub wspólnota: według osób",layout_registration:"Rejestracja: energia każdej stacji ładowania",layout_sessions:"Wszystkie sesje",limit:"Prąd maksymalny",loading:"Ładowanie danych …",main_fuse:"bezpiecznik główny",mean_power:"Średnia moc",measure:"Pokaż",measure_cost:"Koszt",measure_energy:"Energia",measure_sun:"Udział słońca",meter:"Licznik",minute:"Minuta",mode:"Tryb ładowania",month_empty:"W tym miesiącu nie było jeszcze sesji.",name:"Nazwa",named_circuit:"„{name}”",newer:"Nowsze",next:"Dalej",no_car:"Brak samochodu",no_connectors:"Żadna stacja ładowania nie połączyła się jeszcze z Plug Control.",no_own_sessions:"W tym czasie nie ma sesji z twoimi kartami. Sesje innych osób widzą tylko administratorzy, chyba że opcja Plug Control je udostępnia.",no_sessions:"Brak sesji w tym czasie.",nobody:"Bez karty",not_connected:"Stacja {name} nie jest połączona",not_running:"Plug Control jest skonfigurowany, ale nie działa. Ta strona ruszy sama, gdy tylko zacznie działać.",not_set_up:"Plug Control nie jest tu (już) skonfigurowany. Dodaj integrację albo usuń ten panel.",note:"Notatka",offline:"Offline",offline_since:"Offline od",older:"Starsze",only_own:"Tylko twoje własne sesje",open_settings:"Otwórz ustawienia",others:"Inne",paused:"Wstrzymane",peak_power:"Moc szczytowa",period:"Czas",period_all:"Wszystko",period_day:"Dzień",period_last:{one:"Ostatni dzień",few:"Ostatnie {days} dni",many:"Ostatnie {days} dni",other:"Ostatnie {days} dnia"},period_month:"Miesiąc",period_own:"Od … do …",period_year:"Rok",person:"Kto",persons_all:"Wszyscy",phases:{one:"jedną fazę",few:"{phases} fazy",many:"{phases} faz",other:"{phases} fazy"},plan:"Plan",plan_came:"Naładowano na czas",plan_none:"Bez planu",plan_planned:"Zaplanowano",plan_use:"Ładuj według tego planu",power:"Moc",power_means:"Wartości średnie: Home Assistant nie ma już pojedynczych wartości.",previous:"Wstecz",price:"Cena",price_agreed:"Uzgodniona cena za kWh ({currency})",price_agreed_hint:"Puste: ile energia kosztowała.",price_agreed_wrong:"Cena musi być liczbą, na przykład 0,31; możesz też zostawić puste pole.",problem:"Problem",ready_by:"Gotowe na",reason:"Dlaczego",reason_cheap:"Prąd jest tani: {price}, limit {price_limit}",reason_holding_minimum:"Za mała nadwyżka: pauza za {wait}",reason_home_battery_first:"Najpierw domowy magazyn energii: {soc} z {target}",reason_limited_by_away:"Ograniczenie: {circuit}; stacja {away} jest offline i liczy się jako {away_current}",reason_limited_by_circuit:"Ograniczenie: {circuit}",reason_limited_by_circuit_phase:"Ograniczenie: {circuit}, faza {phase}",reason_limited_by_circuit_wait:"Wyłączone przez {circuit}, faza {phase}; może ruszyć ponownie za {wait}",reason_limited_by_grid:"Operator sieci ogranicza do {power}",reason_limited_by_grid_wait:"Operator sieci ogranicza do {power}; może ruszyć za {wait}",reason_minimum_off_time:"Nadwyżka wystarcza: ładowanie ruszy za {wait}",reason_minimum_soc:"Najpierw ładowanie do {target}: teraz {soc}",reason_plan:"Ładowanie według planu {span}",reason_plan_cheapest:"Najtańsze godziny {span}",reason_plan_solar:"Zaplanowane słoneczne godziny {span}",reason_plan_unreachable:"Pełna moc, a o {end} i tak zabraknie {energy}",reason_plan_waiting:"Czeka na zaplanowane godziny {span}",reason_plan_waiting_cheapest:"Czeka na najtańsze godziny {span}",reason_plan_waiting_solar:"Czeka na słoneczne godziny {span}",reason_switching_phases:"Przełączanie na {phases}",reason_switching_phases_wait:"Przełączanie na {phases}: ładowanie wróci za {wait}",reason_waiting_for_surplus:"Czeka na nadwyżkę {power}",reason_waiting_for_surplus_wait:"Czeka na nadwyżkę {power} przez {wait}",reason_waiting_for_turn:"Czeka na swoją kolej: {circuit} w pełni wykorzystany",reason_waiting_for_turn_wait:"Czeka na swoją kolej, najwyżej {wait}: {circuit} w pełni wykorzystany",receipt:"Paragon",receipt_battery:"Magazyn energii",receipt_dearer:"{cost} drożej niż przy ładowaniu od razu",receipt_description:"Ile ostatnia sesja złącza pobrała, kosztowała i pozwoliła zaoszczędzić.",receipt_estimated:"Częściowo szacowane",receipt_grid:"Sieć",receipt_none:"Nie zakończyła się tu jeszcze żadna sesja.",receipt_saved:"Oszczędność {cost}",receipt_sun:"Słońce",receipt_unknown:"Nieznane",refused_call:"Urządzenie o adresie {address} próbowało połączyć się z jej identyfikatorem ({time}) i zostało odrzucone: {cause}.",register:"Zarejestruj",repairs:"Otwórz problemy",running:"trwa",save:"Zapisz",saved:"Zapisano",session:"Sesja",session_count:{one:"{count} sesja",few:"{count} sesje",many:"{count} sesji",other:"{count} sesji"},sessions:"Sesje",sessions_description:"Wszystkie sesje z sumami, wykresem i pobieraniem.",show_controls:"Pokaż sterowanie",show_graph:"Pokaż wykres",show_plan:"Pokaż plan",shown_range:"{first}–{last} z {total}",signed:"Pobierz podpisane odczyty",solar_share:"Ze słońca",source_unknown:"Nieznane",sources:"Skąd pochodziła energia",start:"Początek",start_charging:"Rozpocznij ładowanie",started_by:"Uruchomił(a)",state_of_charge:"Stan naładowania",stop_charging:"Zatrzymaj ładowanie",stop_reason:"Powód zakończenia",sun:"Słońce",target_soc:"Ładuj do (%)",this_month:"Ten miesiąc",to:"Do",total:"Suma",unknown_car:"{id_tag}, identyfikator Autocharge samochodu przy {charge_point}",unknown_card:"{id_tag}, przyłożona przy {charge_point}",unknown_cards:"Nieznane karty",whose_card:"Czyja to karta?",reported_to:"Backend",back_end_queued:"czeka na wysłanie",back_end_started:"początek doręczony, trwa",back_end_delivered:"dostarczona {when}",back_end_set_aside:"odłożona: nie jest tam przyjmowana",back_end_let_go:"porzucona",back_end_aside:"odłożona: {why}",back_end_why_restored_backup:"czekała, gdy powstała przywrócona kopia zapasowa, i mogła już dotrzeć",back_end_why_no_start:"jej początku nigdy tam nie przyjęto",back_end_why_no_answer:"nie przyszła odpowiedź",back_end_why_closes_connection:"backend za każdym razem zamykał połączenie",back_end_why_no_transaction_id:"nie przyszedł numer transakcji"};var no={cs:Wn,da:Ln,de:Nn,en:qt,es:Fn,fr:Un,nl:In,pl:Bn},Vn=(s,t)=>{let e=(s??"en").split("-",1)[0]??"en",n=no[e]?.[t];return n===void 0?["en",qt[t]]:[e,n]},w=(s,t)=>{let[,e]=Vn(s,t);return typeof e=="string"?e:e.other},le=(s,t,e)=>{let[n,r]=Vn(s,t);return typeof r=="string"?r:r[new Intl.PluralRules(n).select(e)]??r.other},qn=/\{(\w+)\}/g,Zn=s=>[...s.matchAll(qn)].map(t=>t[1]??""),A=(s,t)=>s.replaceAll(qn,(e,n)=>t.get(n)??"");var se={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},wt=s=>(...t)=>({_$litDirective$:s,values:t}),Ae=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:ic}=Tn;var Gn=s=>s.strings===void 0;var ro={},Kn=(s,t=ro)=>s._$AH=t;var D=wt(class extends Ae{constructor(s){if(super(s),s.type!==se.PROPERTY&&s.type!==se.ATTRIBUTE&&s.type!==se.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Gn(s))throw Error("`live` bindings can only contain a single expression")}render(s){return s}update(s,[t]){if(t===H||t===l)return t;let e=s.element,n=s.name;if(s.type===se.PROPERTY){if(t===e[n])return H}else if(s.type===se.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return H}else if(s.type===se.ATTRIBUTE&&e.getAttribute(n)===t+"")return H;return Kn(s),t}});var Zt="auto",Yn=(s,t,e,n)=>{let r=t?.attributes.options;if(!U(t)||!Array.isArray(r))return l;if(!e&&t.state===Zt)return l;let o=a=>{let i=s.formatEntityState?.({...t,state:a})??a,{car:c}=t.attributes;return a!==Zt||t.state!==Zt||typeof c!="string"?i:A(w(s.language,"car_recognised"),new Map([["car",c]]))};return d`<label class="car">
    <span>${w(s.language,"car")}</span>
    <select
      @change=${a=>{n(a.target.value)}}
    >
      ${r.map(a=>d`<option value=${a} .selected=${D(a===t.state)}>
            ${o(a)}
          </option>`)}
    </select>
  </label>`};var Jn=k`
  ha-card {
    display: grid;
    gap: var(--gap);
    padding: 16px;
    height: 100%;
    box-sizing: border-box;
    align-content: start;
  }
  .head {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--gap);
    --activity: var(--state-inactive-color, var(--secondary-text-color));
  }
  .head.charging {
    --activity: var(--state-active-color, var(--primary-color));
  }
  .head.paused,
  .head.plugged {
    --activity: var(--primary-color);
  }
  .head.problem {
    --activity: var(--error-color);
  }
  .icon {
    width: 24px;
    height: 24px;
    padding: 8px;
    border-radius: 50%;
    fill: var(--activity);
    background: color-mix(in srgb, var(--activity) 18%, transparent);
  }
  .name {
    min-width: 0;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  .power {
    font-size: var(--ha-font-size-2xl, 24px);
    white-space: nowrap;
  }
  p {
    margin: 0;
  }
  .reason {
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
  }
  .phases dd {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons button {
    flex: 1;
  }
  [role="alert"]:not(:has(p)) {
    position: absolute; /* while empty, no row of the card */
  }
  .error {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 4px 4px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow-wrap: anywhere;
  }
  .error button {
    border: 0;
  }
`;var so={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},oo=()=>document.documentElement.lang||navigator.language,Je=s=>{let t=so[s.name];return t?w(oo(),t):s.name},Xn=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:O,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Je});var Qn="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",ao="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",io="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",co="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",lo="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",po="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",er={offline:lo,problem:co,charging:ao,off:po,paused:io,plugged:Qn,free:Qn};var S=k`
  :host {
    --gap: 12px;
    /* The primary colour as dark as white text on it needs (WCAG: 4.5 to 1), whatever the theme. */
    --fill: var(--dark-primary-color, var(--primary-color));
    --on-fill: #fff;
    color: var(--primary-text-color);
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --fill: oklch(from var(--primary-color) min(l, 0.53) c h);
    }
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: 40px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: none;
    padding: 0 14px;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
  }
  button.primary {
    background: var(--fill);
    border-color: var(--fill);
    color: var(--on-fill);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--fill) 85%, #000);
  }
  button:disabled,
  input:disabled,
  select:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  summary:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  input:not([type="range"], [type="checkbox"]),
  select {
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: var(--card-background-color);
    color-scheme: light dark;
    text-overflow: ellipsis;
  }
  select {
    appearance: none;
    padding-inline-end: 28px;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(135deg, currentColor 50%, transparent 50%);
    background-position:
      right 15px center,
      right 10px center;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  label > * {
    font-size: var(--ha-font-size-m, 14px);
    color: var(--primary-text-color);
  }
  .secondary {
    color: var(--secondary-text-color);
  }
`;var tr={cheap:["reason_cheap"],minimum_soc:["reason_minimum_soc"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_wait","reason_limited_by_circuit_phase","reason_limited_by_circuit"],limited_by_away:["reason_limited_by_away"],limited_by_grid:["reason_limited_by_grid_wait","reason_limited_by_grid"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},uo="main",vt=(s,t)=>{let e=s[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},xt=(s,t)=>{let e=s[t];return typeof e=="string"?e:void 0},nr=(s,t)=>{let e=new Date(xt(s,t)??"");return Number.isNaN(e.getTime())?void 0:e},mo={away_current:["away_a",(s,t)=>`${t.number(s,0)} A`],power:["power_w",(s,t)=>t.power(s)],energy:["energy_wh",(s,t)=>`${t.number(s/1e3,1)} kWh`],soc:["soc_percent",(s,t)=>`${t.number(s,0)} %`],target:["target_percent",(s,t)=>`${t.number(s,0)} %`]},ho=(s,t,e)=>{let n=z(t),r=new Map;for(let[u,[h,g]]of Object.entries(mo)){let b=vt(s,h);b!==void 0&&r.set(u,g(b,n))}for(let u of["price","price_limit"]){let h=vt(s,u);h!==void 0&&r.set(u,n.price(h,xt(s,"price_unit")))}let o=vt(s,"wait_s");o&&r.set("wait",Pn(o));let a=vt(s,"phases");if(a!==void 0){let u=le(t.language,"phases",a);r.set("phases",A(u,new Map([["phases",String(a)]])))}for(let u of["circuit","phase","away"]){let h=xt(s,u);h!==void 0&&r.set(u,h)}let i=r.get("circuit");if(i!==void 0){let u=A(w(t.language,"named_circuit"),new Map([["name",i]]));r.set("circuit",i===uo?w(t.language,"main_fuse"):u)}let[c,p]=[nr(s,"start"),nr(s,"end")];return p&&r.set("end",n.timeNear(p,e)),c&&p&&r.set("span",n.span(c,p,e)),r},rr=(s,t,e=new Date)=>{if(!U(t)||t.state==="")return;let{attributes:n}=t,r=`/${xt(n,"hours")??""}`,o=[...tr[t.state+r]??[],...tr[t.state]??[]],a=ho(n,s,e);for(let i of o){let c=w(s.language,i);if(Zn(c).every(p=>a.has(p)))return A(c,a)}return s.formatEntityState?.(t)??t.state};var go="no_error",fo="off",I=(s,t)=>s.entities.get(t)?.[0],_o=s=>{let t=typeof s=="string"?new Date(s):void 0;return t&&Number.isFinite(t.getTime())?t:void 0},sr=s=>typeof s=="string"&&s!==""?s:void 0,yo=s=>U(s)&&s.state!==""?s.state:void 0,bo=(s,t)=>t?s.formatEntityState?.(t)??t.state:"",wo=(s,...t)=>t.map(e=>bo(s,e)).filter(Boolean).join(" · "),Gt=s=>Array.isArray(s)?s.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,[n,r]=[new Date(String(e.start)),new Date(String(e.end))];return r>n?[{start:n,end:r,row:e}]:[]}):[],Xe=s=>typeof s=="number"&&Number.isFinite(s)?s:void 0,vo=s=>Gt(s).map(({start:t,end:e,row:n})=>({start:t,end:e,currentA:Xe(n.current_a),price:Xe(n.price),solar:n.solar===!0})),or=s=>Gt(s).flatMap(({start:t,end:e,row:n})=>{let[r,o]=[Xe(n.current_a),Xe(n.power_w)];return r===void 0||o===void 0?[]:[{start:t,end:e,currentA:r,powerW:o}]}),xo=s=>Gt(s).flatMap(({start:t,end:e,row:n})=>{let r=Xe(n.price);return r===void 0?[]:[{start:t,end:e,price:r}]}),$o=s=>s.isOffline?"offline":s.hasProblem?"problem":s.isCharging?"charging":s.isOff?"off":s.isRunning?"paused":s.isPluggedIn?"plugged":"free",ar=(s,t)=>{let e=$=>L(s,I(t,$)),n=$=>e($)?.state==="on",r=L(s,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),o=e("sensor.status"),a=e("sensor.error"),i=e("select.charging_mode"),c=i?.state===fo&&!n("switch.plan"),p=r?r.state!=="on":o?.state===Ye||o===void 0,u=n("switch.charging"),h=u||n("binary_sensor.cable_connected"),g=e("select.car")?.attributes,b=L(s,sr(g?.state_of_charge_entity)),v=e("sensor.planned_start"),C=v?.attributes.price_unit;return{title:Se(s,t),activity:$o({isOffline:p,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:u,isPluggedIn:n("binary_sensor.cable_connected"),isOff:c}),status:wo(s,c?i:void 0,o,U(a)&&a.state!==go?a:void 0),offlineSince:p&&r?new Date(r.last_changed):void 0,powerW:G(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map($=>G(L(s,$))).filter($=>$!==void 0),sessionEnergyWh:G(e("sensor.session_energy")),sessionStart:_o(e("sensor.session_energy")?.attributes.last_reset),person:yo(e("sensor.id_tag")),car:sr(g?.car),stateOfCharge:G(e("sensor.state_of_charge"))??G(b),solarShare:G(e("sensor.session_solar_share")),reason:rr(s,e("sensor.charging_reason")),isRunning:u,isPluggedIn:h,isOff:c,planned:vo(v?.attributes.windows),prices:xo(v?.attributes.prices),priceUnit:typeof C=="string"?C:""}};var ko=2e4,So=15e3,X=class extends x{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.allowed=[];this.#e=0;this.#n=new bt(this)}#e;#t;#n;#s;static{this.styles=[S,Jn]}static getConfigForm(){return Xn()}static getStubConfig(e){let n=J(e)[0],r={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...r}:r}setConfig(e){e.device_id!==this.config?.device_id&&(this.allowed=[],this.#e+=1),this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#s=setInterval(()=>{this.requestUpdate()},So)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#s),clearTimeout(this.#t)}render(){let{hass:e,config:n}=this;if(!e||!n)return l;let r=yt(e,n.device_id);if(!r)return this.#r(n.device_id?"choose_connector":"no_connectors");let o=ar(e,r),a=this.#n.within(e,r),i=n.show_controls!==!1&&!!I(a,"select.car");return d`<ha-card>
      ${this.#a(o,n)} ${this.#o(o)} ${this.#l(o,i)}
      ${n.show_controls===!1?l:this.#h(a,o)} ${this.#S()}
      ${n.show_plan===!1?l:d`<plug-control-plan
              .hass=${e}
              .connector=${a}
              .planned=${o.planned}
              .priceUnit=${o.priceUnit}
              .revision=${this.revision}
              @wish=${c=>this.#v(c.detail)}
              @opened=${c=>this.#k(r,c.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?l:this.#$(r,o)}
    </ha-card>`}#r(e){return d`<ha-card><p class="secondary">${this.#d(e)}</p></ha-card>`}#a(e,n){let r=e.powerW!==void 0&&e.activity!=="offline";return d`<div class="head ${e.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${er[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#c(e)}</span>
      </div>
      ${r?d`<span class="power" aria-label=${this.#d("power")}
              >${this.#f.power(e.powerW??0)}</span
            >`:l}
    </div>`}#c(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#d("offline_since")} ${this.#f.dateTime(e.offlineSince)}`:this.#d("offline")}#o(e){return!e.reason||e.activity==="offline"?l:d`<p class="reason" aria-live="polite">${e.reason}</p>`}#l(e,n){let r=this.#f,o=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&o.push(["session",r.energy(e.sessionEnergyWh)]),e.sessionStart){let i=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);o.push(["duration",Y(i)])}e.person&&o.push(["person",e.person]),e.solarShare!==void 0&&o.push(["solar_share",`${r.number(e.solarShare,0)} %`])}e.car&&!n&&o.push(["car",e.car]),e.stateOfCharge!==void 0&&o.push(["state_of_charge",`${r.number(e.stateOfCharge,0)} %`]);let a=e.activity==="charging"?e.currentsA:[];return!o.length&&!a.length?l:d`<dl>
      ${o.map(([i,c])=>d`<div>
            <dt>${this.#d(i)}</dt>
            <dd>${c}</dd>
          </div>`)}
      ${a.length?this.#i(a):l}
    </dl>`}#i(e){let n=e.map(r=>this.#f.current(r));return d`<div class="phases">
      <dt>${this.#d("amperes_per_phase")}</dt>
      <dd>${n.map((r,o)=>d`<span>L${o+1} ${r}</span>`)}</dd>
    </div>`}#h(e,n){let r=this.hass,o=r&&L(r,I(e,"select.charging_mode")),a=r&&L(r,I(e,"number.maximum_current"));return d`<plug-control-mode
        .hass=${r}
        .state=${o}
        .label=${this.#d("mode")}
        .revision=${this.revision}
        @choose=${i=>this.#g(e,"select.charging_mode","select_option",{option:i.detail})}
      ></plug-control-mode>
      ${U(a)?this.#p(e,a,n):l}
      ${r?this.#u(r,e,n):l}
      <div class="buttons">
        ${this.#b(e,n)} ${this.#w(e,n)}
      </div>`}#u(e,n,r){let o=L(e,I(n,"select.car"));return Yn(e,o,r.isPluggedIn,a=>{this.#g(n,"select.car","select_option",{option:a})})}#p(e,n,r){return d`<plug-control-limit
      .state=${n}
      .label=${this.#d("limit")}
      .pausedText=${this.#d("paused")}
      .disabled=${r.activity==="offline"}
      .revision=${this.revision}
      @choose=${o=>this.#g(e,"number.maximum_current","set_value",{value:o.detail})}
    ></plug-control-limit>`}#b(e,n){if(!I(e,"switch.charging"))return l;let r=n.isRunning?"turn_off":"turn_on",o=n.activity==="plugged";return d`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#g(e,"switch.charging",r)}
    >
      ${this.#d(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#w(e,n){let r=I(e,"switch.boost"),o=this.hass&&L(this.hass,r);if(!o)return l;let a=o.state==="on";return n.isOff&&!a?l:d`<button
      class=${a?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!a}
      aria-pressed=${a?"true":"false"}
      title=${this.#d("boost_hint")}
      @click=${()=>this.#g(e,"switch.boost",a?"turn_off":"turn_on")}
    >
      ${this.#d("boost")}
    </button>`}#$(e,n){let r=I(e,"sensor.power");return r?d`<plug-control-graph
      .hass=${this.hass}
      .entity=${r}
      .planned=${n.planned}
      .allowed=${n.activity==="offline"?[]:this.allowed}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:l}async#k(e,n){this.allowed=[];let r=this.#e+=1,{hass:o}=this;if(!(!n||!o||this.config?.show_graph===!1))try{let a=await P(o,"get_composite_schedule",{device_id:e.deviceId});r===this.#e&&(this.allowed=or(a.periods))}catch{}}#S(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#d("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#d("dismiss")}
                @click=${()=>{this.#x(void 0)}}
              >
                ✕
              </button>
            </p>`:l}
    </div>`}async#g(e,n,r,o={}){let a=I(e,n);a&&await this.#v({entityId:a,service:r,data:o})}async#v(e){this.hass&&(this.busy=!0,this.#x(await Dn(this.hass,e.entityId,e.service,e.data)),this.busy=!1,this.revision+=1)}#x(e){clearTimeout(this.#t),this.error=e,e!==void 0&&(this.#t=setTimeout(()=>{this.error=void 0},ko))}get#f(){return this.hass?z(this.hass):new K({language:"en"},"UTC")}#d(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],X.prototype,"hass",2),m([f()],X.prototype,"config",2),m([f()],X.prototype,"error",2),m([f()],X.prototype,"busy",2),m([f()],X.prototype,"revision",2),m([f()],X.prototype,"allowed",2);var oe=36e5,ir=8*oe,Ao=3*oe,zo=6*oe,Oo=24*oe,Co=6e4,Qe=320,V=72,Eo=1400,To=6,Mo=[1,2,3,4,6,12],Kt=(s,t)=>s.map(({s:e,lu:n})=>{let r=Number(e);return{at:n*1e3,powerW:Number.isFinite(r)&&e!==""?r*t:0}}),Yt=(s,t,e,n,r)=>{let o=u=>(Math.max(u,t)-t)/(e-t)*Qe,a=u=>V-Math.max(u,0)/r*V,i=s.filter((u,h)=>(s[h+1]?.at??n)>t),c=i[0];if(!c)return"";let p=i.map((u,h)=>{let g=i[h+1]?.at??n;return`V${a(u.powerW).toFixed(1)}H${o(g).toFixed(1)}`});return`M${o(c.at).toFixed(1)},${V}${p.join("")}V${V}Z`},Ro=(s,t)=>{let e=Math.max(t,...s.map(n=>n.end.getTime()));return e===t?t:Math.min(Math.max(e,t+oe),t+Oo)},$t=(s,t,e)=>{let n=Mo.find(o=>(t-s)/oe/o<=To)??12,r=[];for(let o=Math.ceil(s/oe)*oe;o<=t;o+=oe)e.hourOf(new Date(o))%n===0&&r.push(o);return r},cr=(s,t,e)=>{let n=s.filter(o=>o.end.getTime()>t&&o.start.getTime()<e),r=n.map(o=>o.price);return{seen:n,least:Math.min(...r),most:Math.max(...r)}},Po=(s,t,e,n)=>{let r=a=>((Math.min(Math.max(a.getTime(),t),e)-t)/(e-t)*Qe).toFixed(1),o=a=>((1-Math.min(a/n,1))*V).toFixed(1);return s.filter(a=>a.end.getTime()>t&&a.start.getTime()<e).map((a,i)=>{let[c,p]=[r(a.start),o(a.powerW)];return`${i?`L${c},${p}`:`M${c},${p}`}H${r(a.end)}`}).join("")},B=class extends x{constructor(){super(...arguments);this.entity="";this.planned=[];this.allowed=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#e;static{this.styles=[S,k`
      :host([empty]) {
        display: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      svg * {
        vector-effect: non-scaling-stroke;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .price {
        fill: none;
        stroke: var(--secondary-text-color);
        stroke-width: 1.5;
      }
      .allowed {
        fill: none;
        stroke: var(--success-color, #43a047);
        stroke-width: 1.5;
        stroke-dasharray: 6 3;
      }
      .legend::before {
        content: "";
        display: inline-block;
        width: 16px;
        margin-inline-end: 6px;
        border-top: 2px dashed var(--success-color, #43a047);
        vertical-align: middle;
      }
      .base,
      .hour {
        stroke: var(--divider-color);
      }
      .now {
        stroke: var(--error-color, #db4437);
        stroke-width: 1.5;
      }
      .axis {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 8px;
        min-height: 16px;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
      }
      .hours span {
        position: absolute;
        transform: translateX(-50%);
        white-space: nowrap;
      }
      .hours span.first {
        transform: none;
      }
      .hours span.last {
        transform: translateX(-100%);
      }
    `]}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.#t()},Co)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e)}willUpdate(e){e.has("entity")&&this.#t(),this.empty=!this.planned.length&&!this.allowed.length&&this.points.every(n=>n.powerW<=0)}async#t(){let{hass:e,entity:n}=this;if(!e||!n)return;let r=e.states[n]?.attributes.unit_of_measurement;try{let o=await e.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-ir).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=Kt(o[n]??[],r==="kW"?1e3:1))}catch{this.points=[]}}render(){let e=this.hass;if(!e||this.empty)return l;let n=Date.now(),r=this.planned.length||this.allowed.length,o=n-(r?Ao:ir),a=Math.max(Ro(this.planned,n),n+(this.allowed.length?zo:0)),i=Math.max(Eo,...this.points.map(g=>g.powerW),...this.allowed.map(g=>g.powerW)),c=z(e),u=this.allowed.length||this.points.some(g=>g.powerW>0)?c.power(i):"",h=$t(o,a,c);return d`<div class="axis" aria-hidden="true">
        <span>${u}</span><span>${this.#o(o,a,c)}</span>
      </div>
      <svg
        viewBox="0 0 ${Qe} ${V}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#l(c)}
      >
        ${h.map(g=>this.#s("hour",g,o,a))}
        ${this.planned.map(g=>this.#a(g,o,a))}
        <path class="power" d=${Yt(this.points,o,a,n,i)}></path>
        ${this.allowed.length?W`<path class="allowed" d=${Po(this.allowed,o,a,i)}></path>`:l}
        ${this.#c(o,a)}
        <line class="base" x1="0" x2=${Qe} y1=${V} y2=${V}></line>
        ${this.#s("now",n,o,a)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${h.map(g=>this.#r(g,o,a,c))}
      </div>
      ${this.allowed.length?d`<div class="axis"><span class="legend">${this.#i("charger_allows")}</span></div>`:l}`}#n(e,n,r){return(Math.min(Math.max(e,n),r)-n)/(r-n)*Qe}#s(e,n,r,o){let a=this.#n(n,r,o);return W`<line class=${e} y1="0" y2=${V} x1=${a} x2=${a}></line>`}#r(e,n,r,o){let a=(e-n)/(r-n),i=a<.04?"first":a>.96?"last":"";return d`<span class=${i} style="left: ${(a*100).toFixed(1)}%"
      >${o.time(new Date(e))}</span
    >`}#a(e,n,r){let o=this.#n(e.start.getTime(),n,r),a=this.#n(e.end.getTime(),n,r)-o;return W`<rect class=${e.solar?"plan solar":"plan"} x=${o} y="12" width=${a} height=${V-12}></rect>`}#c(e,n){if(!this.planned.length)return l;let{seen:r,least:o,most:a}=cr(this.prices,e,n);if(!r.length)return l;let i=p=>a>o?6+(1-(p-o)/(a-o))*(V-12):V/2,c=r.map((p,u)=>{let h=this.#n(p.start.getTime(),e,n).toFixed(1),g=this.#n(p.end.getTime(),e,n).toFixed(1);return`${u?"L":"M"}${h},${i(p.price).toFixed(1)}H${g}`});return W`<path class="price" d=${c.join("")}></path>`}#o(e,n,r){if(!this.planned.length)return"";let{seen:o,least:a,most:i}=cr(this.prices,e,n);return o.length?`${this.#i("price")} ${r.price(a)}–${r.price(i,this.priceUnit)}`:""}#l(e){let n=Math.max(0,...this.points.map(p=>p.powerW)),r=new Date,o=this.planned.map(p=>e.span(p.start,p.end,r)),a=o.length?`. ${this.#i("plan_planned")}: ${o.join(", ")}`:"",i=this.allowed.map(p=>`${e.span(p.start,p.end,r)} ${e.number(p.currentA,0)} A`),c=i.length?`. ${this.#i("charger_allows")}: ${i.join(", ")}`:"";return`${this.#i("history")}: ≤ ${e.power(n)}${a}${c}`}#i(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],B.prototype,"hass",2),m([_()],B.prototype,"entity",2),m([_({attribute:!1})],B.prototype,"planned",2),m([_({attribute:!1})],B.prototype,"allowed",2),m([_({attribute:!1})],B.prototype,"prices",2),m([_()],B.prototype,"priceUnit",2),m([_({type:Boolean,reflect:!0})],B.prototype,"empty",2),m([f()],B.prototype,"points",2);var kt=6,Do=300,jo=(s,t)=>s===0||s>=kt?s:s<t&&s<kt/2?0:kt,Q=class extends x{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[S,k`
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 4px;
      }
      label {
        font-size: inherit;
        color: inherit;
      }
      input {
        grid-column: 1 / -1;
        width: 100%;
        height: 28px;
        margin: 0;
        appearance: none;
        background: none;
        cursor: pointer;
        --track: linear-gradient(
            to right,
            var(--primary-color) var(--share),
            color-mix(in srgb, var(--primary-text-color) 15%, transparent) var(--share)
          )
          no-repeat;
      }
      input::-webkit-slider-runnable-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-moz-range-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 22px;
        height: 22px;
        margin-top: -7px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      input::-moz-range-thumb {
        width: 18px;
        height: 18px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      output {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#r()}willUpdate(e){e.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return l;let n=this.dragged??e,r=Number(this.state.attributes.max??32),o=n===0?this.pausedText:`${n} A`;return d`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${o}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${r}
        style="--share: ${(n/r*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${o}
        ?disabled=${this.disabled}
        @input=${a=>{this.#t(a.target,e)}}
        @keydown=${a=>{this.#n(a,n)}}
        @change=${()=>{this.#s()}}
      />
    </div>`}#t(e,n){this.dragged=jo(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#n(e,n){n!==kt||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#s())}#s(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#r()},Do)}#r(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};m([_({attribute:!1})],Q.prototype,"state",2),m([_()],Q.prototype,"label",2),m([_()],Q.prototype,"pausedText",2),m([_({type:Boolean})],Q.prototype,"disabled",2),m([_({type:Number})],Q.prototype,"revision",2),m([f()],Q.prototype,"dragged",2);var ae=class extends x{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[S,k`
      fieldset,
      label {
        position: relative; /* keeps what is not seen inside */
      }
      fieldset {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        margin: 0;
        padding: 3px;
        border: 0;
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
      legend,
      input {
        position: absolute;
        inset: 0 auto auto 0;
        margin: 0;
        opacity: 0;
        pointer-events: none;
      }
      label {
        display: grid;
        place-items: center;
        min-height: 38px;
        padding: 2px 4px;
        border-radius: calc(var(--ha-border-radius-lg, 12px) - 3px);
        text-align: center;
        font-size: var(--ha-font-size-s, 13px);
        line-height: 1.15;
        color: var(--primary-text-color);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      label span {
        font-size: inherit;
        color: inherit;
      }
      label:has(:checked) {
        background: var(--fill);
        color: var(--on-fill);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--primary-color);
        outline-offset: 2px;
      }
    `]}render(){let{state:e}=this,n=e?.attributes.options;return!e||!Array.isArray(n)?l:d`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(r=>this.#e({...e,state:r}))}
    </fieldset>`}#e(e){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${D(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};m([_({attribute:!1})],ae.prototype,"hass",2),m([_({attribute:!1})],ae.prototype,"state",2),m([_()],ae.prototype,"label",2),m([_({type:Boolean})],ae.prototype,"disabled",2),m([_({type:Number})],ae.prototype,"revision",2);var dr=5,Jt=s=>String(s).padStart(2,"0"),ie=class extends x{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[S,k`
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        cursor: pointer;
      }
      summary span:last-of-type {
        margin-inline-start: auto;
        color: var(--secondary-text-color);
      }
      summary::marker {
        content: "";
      }
      summary::after {
        content: "";
        width: 7px;
        height: 7px;
        margin: 0 4px;
        border: solid var(--secondary-text-color);
        border-width: 0 2px 2px 0;
        transform: rotate(45deg) translate(-2px, -2px);
      }
      details[open] summary::after {
        transform: rotate(-135deg) translate(-2px, -2px);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 176px), 1fr));
        gap: var(--gap);
        padding-top: 4px;
      }
      .on {
        grid-column: 1 / -1;
      }
      .on span {
        display: flex;
        align-items: center;
        min-height: 40px;
      }
      input[type="checkbox"] {
        width: 20px;
        height: 20px;
        margin: 0 8px 0 0;
        accent-color: var(--primary-color);
      }
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-size: var(--ha-font-size-m, 14px);
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
      }
    `]}render(){let{hass:e,connector:n}=this,r=n&&this.#o("switch.plan");if(!e||!n||!r)return l;let o=z(e);return d`<details
      @toggle=${a=>{let{open:i}=a.target;this.dispatchEvent(new CustomEvent("opened",{detail:i}))}}
    >
      <summary>
        <span>${this.#i("plan")}</span><span>${this.#e(r,o)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${D(r.state==="on")}
              @change=${a=>{let i=a.target.checked;this.#l("switch.plan",i?"turn_on":"turn_off")}}
            />${this.#i("plan_use")}</span
          >
        </label>
        ${this.#s("number.target_energy","energy_kwh")}
        ${this.#s("number.target_soc","target_soc")} ${this.#r(o)}
        ${this.#c()}
      </div>
      ${r.state==="on"?this.#t(o):l}
    </details>`}#e(e,n){if(e.state!=="on")return this.#i("plan_none");let r=n.timeOfDay(this.#o("time.ready_by")?.state??""),o=this.planned[0];if(!o)return r&&`${this.#i("ready_by")} ${r}`;let a=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(o.start,o.end,new Date)}${a} → ${r}`}#t(e){if(!this.planned.length)return l;let n=new Date;return d`<ul aria-label=${this.#i("plan_planned")}>
      ${this.planned.map(r=>d`<li>
            <span>${e.span(r.start,r.end,n)}</span>
            <span class="secondary">${this.#n(r,e)}</span>
          </li>`)}
    </ul>`}#n(e,n){let r=e.price===void 0?"":n.price(e.price,this.priceUnit);return[...e.currentA===void 0?[]:[`${n.number(e.currentA,0)} A`],...e.solar?[this.#i("sun")]:[r].filter(Boolean)].join(" · ")}#s(e,n){let r=this.#o(e);if(!U(r))return l;let{min:o,max:a,step:i}=r.attributes;return d`<label>
      <span>${this.#i(n)}</span>
      <input
        type="number"
        min=${o??l}
        max=${a??l}
        step=${i??"any"}
        .value=${D(String(Number(r.state)))}
        @change=${c=>{let p=c.target;!p.reportValidity()||p.value===""||this.#l(e,"set_value",{value:Number(p.value)})}}
      />
    </label>`}#r(e){let n=this.#o("time.ready_by"),[r,o]=(n?.state??"").split(":").map(Number);if(!U(n)||r===void 0||o===void 0)return l;let a=Array.from({length:60/dr},(u,h)=>h*dr),i=[...new Set([...a,o])].sort((u,h)=>u-h),c=Array.from({length:24},(u,h)=>h),p=u=>{let h={hour:r,minute:o,...u},g=`${Jt(h.hour)}:${Jt(h.minute)}:00`;this.#l("time.ready_by","set_value",{time:g})};return d`<fieldset>
      <legend>${this.#i("ready_by")}</legend>
      ${this.#a("hour",c,r,e.hour,u=>{p({hour:u})})}
      ${this.#a("minute",i,o,Jt,u=>{p({minute:u})})}
    </fieldset>`}#a(e,n,r,o,a){return d`<select
      aria-label=${this.#i(e)}
      @change=${i=>{a(Number(i.target.value))}}
    >
      ${n.map(i=>d`<option value=${i} .selected=${D(i===r)}>
            ${o(i)}
          </option>`)}
    </select>`}#c(){let e=this.#o("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?l:d`<label>
      <span>${this.#i("every")}</span>
      <select
        @change=${r=>{let o=r.target.value;this.#l("select.plan_repeat","select_option",{option:o})}}
      >
        ${n.map(r=>d`<option value=${r} .selected=${D(r===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:r})??r}
            </option>`)}
      </select>
    </label>`}#o(e){if(!(!this.hass||!this.connector))return L(this.hass,I(this.connector,e))}#l(e,n,r){let o=this.connector&&I(this.connector,e);if(!o)return;let a={entityId:o,service:n,...r&&{data:r}};this.dispatchEvent(new CustomEvent("wish",{detail:a}))}#i(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],ie.prototype,"hass",2),m([_({attribute:!1})],ie.prototype,"connector",2),m([_({attribute:!1})],ie.prototype,"planned",2),m([_()],ie.prototype,"priceUnit",2),m([_({type:Number})],ie.prototype,"revision",2);var ee=k`
  ha-card {
    display: grid;
    gap: 8px;
    padding: 16px;
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  p {
    margin: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    padding: 4px 0;
  }
  code {
    padding: 2px 6px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  a {
    color: color-mix(in srgb, var(--primary-color) 60%, var(--primary-text-color));
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  form label {
    flex: 1 1 160px;
  }
  [role="alert"]:not(:empty) {
    padding: 8px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
  }
`;var St=(s,t)=>{let e=s.attributes[t];return typeof e=="string"?e:void 0},ze=class extends x{static{this.styles=[S,ee]}setConfig(t){this.config=t}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}render(){let{hass:t,config:e}=this,n=e&&t?.states[e.entity];if(!t||!n)return l;let r=St(n,"address");return d`<ha-card>
      <h2>${A(w(t.language,"not_connected"),new Map([["name",e.name]]))}</h2>
      ${this.#e(t,n)}
      ${r===void 0?l:d`<p>${w(t.language,"call_address")}</p>
              <p><code>${r}</code></p>`}
    </ha-card>`}#e(t,e){let n=new Date(St(e,"refused_at")??""),r=St(e,"refused");if(r===void 0||Number.isNaN(n.getTime()))return l;let o=new Map([["time",z(t).dateTime(n)],["address",St(e,"refused_from")??""],["cause",t.formatEntityAttributeValue?.(e,"refused")??r]]);return d`<p>
      ${A(w(t.language,"refused_call"),o)}
      <a href="/config/repairs">${w(t.language,"repairs")}</a>
    </p>`}};m([_({attribute:!1})],ze.prototype,"hass",2),m([f()],ze.prototype,"config",2);var Ho={count_charging:["charging"],count_plugged_in:["preparing","suspended_ev","suspended_evse","finishing"],count_free:["available"],count_offline:["unavailable"]},Wo=(s,t)=>{let e=t.statuses.map(o=>s.states[o]?.state??"unavailable"),n=Object.entries(Ho).map(([o,a])=>[o,e.filter(i=>a.includes(i)).length]),r=t.powers.map(o=>G(s.states[o])??0);return{counts:n,powerW:r.reduce((o,a)=>o+a,0)}},Oe=class extends x{static{this.styles=[S,ee]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:"full",min_columns:6}}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let{counts:n,powerW:r}=Wo(t,e);return d`<p class="line">
      <b>${z(t).power(r)}</b>
      ${n.filter(([,o])=>o).map(([o,a])=>d`<span><b>${a}</b> ${le(t.language,o,a)}</span>`)}
    </p>`}};m([_({attribute:!1})],Oe.prototype,"hass",2),m([f()],Oe.prototype,"config",2);var Lo=(s,t)=>{let e=new Map(s);for(let{type:n,flow_id:r,flow:o}of t)n==="removed"?e.delete(r):o?.handler===O&&o.context?.title_placeholders?.id_tag&&e.set(r,o);return e},we=class extends x{constructor(){super(...arguments);this.connectedWhileHidden=!0;this.offers=new Map;this.error=""}#e;static{this.styles=[S,ee]}setConfig(){this.hidden=!0}getCardSize(){return this.offers.size}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e?.then(e=>e()).catch(()=>{}),this.#e=void 0}willUpdate(){this.#t();let e=!this.offers.size;e!==this.hidden&&(this.hidden=e,this.style.display=e?"none":"",this.dispatchEvent(new CustomEvent("card-visibility-changed",{bubbles:!0,composed:!0,detail:{value:!e}})))}#t(){let{hass:e}=this;!e?.user?.is_admin||!e.connection||this.#e||!this.isConnected||(this.#e=e.connection.subscribeMessage(n=>{this.offers=Lo(this.offers,n)},{type:"config_entries/flow/subscribe"}))}render(){return!this.hass||!this.offers.size?l:d`<ha-card>
      <h2>${this.#r("unknown_cards")}</h2>
      ${[...this.offers.values()].map(e=>this.#n(e))}
      <div role="alert">${this.error}</div>
    </ha-card>`}#n(e){let n=e.context?.title_placeholders??{},r=new Map([["id_tag",n.id_tag??""],["charge_point",n.charge_point??""]]);return d`<form
      @submit=${o=>{o.preventDefault();let a=o.target.querySelector("input");this.#s(e,a?.value??"")}}
    >
      <label>
        <span
          >${A(this.#r(n.kind==="car"?"unknown_car":"unknown_card"),r)}</span
        >
        <input type="text" placeholder=${this.#r("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#r("register")}</button>
    </form>`}async#s(e,n){let{hass:r}=this;if(!r?.callApi)return;this.error="";let o=`config/config_entries/flow/${e.flow_id}`,a=e.context?.title_placeholders?.id_tag??"";try{await r.callApi("POST",o,{name:n.trim()||a})}catch(i){this.error=await M(r,i)}}#r(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],we.prototype,"hass",2),m([f()],we.prototype,"offers",2),m([f()],we.prototype,"error",2);var N=s=>{if(!s.services[O])return"gone";let t=Object.values(s.entities).filter(n=>n.platform===O),e=t.some(({entity_id:n})=>{let r=s.states[n]?.state;return r!==void 0&&r!==Ye});return t.length?e?"ready":"stopped":"unsure"},At=(s,t)=>Math.min(t,1500*2**s),ce=s=>["ready","unsure"].includes(N(s));var q=s=>s.person??s.started_by_name??s.card_name??s.id_tag??"";var Ce=s=>s.started_at&&s.stopped_at?(Date.parse(s.stopped_at)-Date.parse(s.started_at))/1e3:void 0,Ee=s=>(s.grid_wh??0)+(s.solar_wh??0)+(s.battery_wh??0),pe=s=>{let t=Ee(s);if(!(typeof s.solar_wh!="number"||t<=0)&&!(2*t<(s.energy_wh??0)))return s.solar_wh/t};var lr=["day","month","year","all","last","own"],Me=36e5,No=93,Fo=48,Uo=s=>s.toISOString().slice(0,10),Te=s=>new Date(`${s}T00:00Z`),et=(s,t,e)=>Uo(new Date(Date.UTC(s,t,e))),Re=(s,t=1)=>{let e=Te(s);return et(e.getUTCFullYear(),e.getUTCMonth(),e.getUTCDate()+t)},Pe=(s,t,e=30,n)=>{let r=Te(t),[o,a]=[r.getUTCFullYear(),r.getUTCMonth()];switch(s){case"day":return{period:s,first:t,last:t};case"month":return{period:s,first:et(o,a,1),last:et(o,a+1,0)};case"year":return{period:s,first:et(o,0,1),last:et(o,12,0)};case"all":return{period:s,first:"",last:""};case"last":return{period:s,first:Re(t,-e),last:t};case"own":{let i=n?.first?n:void 0;return{period:s,first:i?.first??t,last:i?.last??t}}}},pr=(s,t)=>{let{period:e,first:n,last:r}=s;return e!=="day"&&e!=="month"&&e!=="year"?s:Pe(e,t>0?Re(r):Re(n,-1))},ur=(s,t)=>{if(s===t)return"hour";if((Te(t).getTime()-Te(s).getTime())/(24*Me)+1<=No)return"day";let[n,r]=[Te(s),Te(t)];return(r.getUTCFullYear()-n.getUTCFullYear())*12+r.getUTCMonth()-n.getUTCMonth()+1<=Fo?"month":"year"},mr={hour:0,day:10,month:7,year:4},hr=(s,t)=>t==="hour"?new Date(Math.floor(Date.parse(s)/Me)*Me).toISOString():s.slice(0,mr[t]),gr=(s,t,e,n)=>{if(e==="hour"){let a=Math.floor(n.midnight(s).getTime()/Me)*Me,i=n.midnight(Re(t)).getTime(),c=[];for(let p=a;p<i;p+=Me)c.push(new Date(p).toISOString());return c}let r=[],o=s;for(;o<=t;)r.push(o.slice(0,mr[e])),o=Re(Pe(e,o).last);return r},zt=s=>new K({...s.locale??{language:s.language},time_zone:"server"},s.config.time_zone),De=(s,t)=>({...s.first&&{start:t.midnight(s.first).toISOString()},...s.last&&{end:t.midnight(Re(s.last)).toISOString()}});var _r=["energy","cost","sun"],yr=["person","car","connector","source","none"],br=`
rest`,Io=["grid_wh","solar_wh","battery_wh","cost","saved","co2_g"],Z=s=>{let t={sessions:0,energy_wh:0,grid_wh:null,solar_wh:null,battery_wh:null,cost:null,saved:null,co2_g:null,without_cost:0,without_co2:0,estimated:!1};for(let e of s){t.sessions+=e.sessions,t.energy_wh+=e.energy_wh,t.without_cost+=e.without_cost,t.without_co2+=e.without_co2,t.estimated||=e.estimated;for(let n of Io){let r=e[n];r!==null&&(t[n]=(t[n]??0)+r)}}return t},ue=s=>{let t=new Map;for(let e of s)for(let n of Object.keys(e.cost_by_currency))t.set(n,(t.get(n)??0)+e.sessions);return[...t].sort(([,e],[,n])=>n-e).map(([e])=>e)},Ot=(s,t)=>s.flatMap(e=>{let n=e.cost_by_currency[t??""];return n===void 0?[]:[{...e,cost:n,saved:e.currency===t?e.saved:null}]}),wr=(s,t,e)=>{let n=new Map;for(let i of s){let c=i.key??"",p=n.get(c);p?p.energyWh+=i.energy_wh:n.set(c,{name:i.name??i.key??"",energyWh:i.energy_wh})}let r=[...n].sort(([,i],[,c])=>c.energyWh-i.energyWh),o=r.length>t.length?t.length-1:t.length,a=r.slice(0,o).map(([i,{name:c}],p)=>({key:i,name:c,color:t[p]??e}));return r.length<=o?a:[...a,{key:br,name:void 0,color:e}]},fr=(s,t,e)=>{switch(s){case"energy":return t.energy_wh;case"cost":return t.cost??void 0;case"sun":{let n=Ee(e);return t.solar_wh===null||n<=0?void 0:t.solar_wh/n*100}}},Bo=s=>{let[t,e]=[0,0],n=[];for(let[r,o,a]of s){if(!a)continue;let i=a>0?t:e;a>0?t+=a:e+=a,n.push({series:r,from:i,to:i+a,sums:o,estimated:o.estimated})}return n},Vo=(s,t)=>{let e=new Map;for(let n of s){if(!n.period)continue;let r=hr(n.period,t),o=e.get(r);o?o.push(n):e.set(r,[n])}return e},Xt=(s,t,e)=>{if(t.key!==br)return s.filter(r=>(r.key??"")===t.key);let n=new Set(e.map(({key:r})=>r));return s.filter(r=>!n.has(r.key??""))},vr=(s,t,e,n,r)=>{let o=Vo(s,e);return t.map(a=>{let i=o.get(a)??[],c=Z(i),p=n.map(h=>{let g=Xt(i,h,n),b=Z(g);return[h,b,g.length?fr(r,b,c):void 0]}),u=i.length?fr(r,c,c):void 0;return{key:a,segments:Bo(p),value:u,estimated:c.estimated}})},xr=(s,t)=>s.flatMap(e=>{let n={...e,grid_wh:null,solar_wh:null,battery_wh:null,cost:null},r=Math.max(e.energy_wh-Ee(e),0);return[["solar",e.solar_wh],["battery",e.battery_wh],["grid",e.grid_wh],["unknown",r>=1?r:null]].filter(([,a])=>a!==null&&a>0).map(([a,i])=>({...n,key:a,name:t[a],energy_wh:i??0}))}),$r=(s,t,e=4)=>{let n=Math.max(t,0)-Math.min(s,0);if(!(n>0))return[0,1];let r=n/e,o=10**Math.floor(Math.log10(r)),a=([1,2,2.5,5,10].find(p=>p*o>=r)??10)*o,i=Math.floor(Math.min(s,0)/a+1e-9),c=Math.ceil(Math.max(t,0)/a-1e-9);return Array.from({length:c-i+1},(p,u)=>(i+u)*a)};var qo=s=>typeof s=="number",Zo=["restored_backup","no_start","no_answer","closes_connection","no_transaction_id"],Go=s=>Zo.some(t=>t===s),Ct=(s,{format:t,say:e})=>(s.back_ends??[]).map(({back_end:n,state:r,delivered_at:o,note:a})=>{let i=r==="set_aside"&&Go(a)?a:void 0;if(i){let u=A(e("back_end_aside"),new Map([["why",e(`back_end_why_${i}`)]]));return{word:"reported_to",text:n,more:u}}let c=o?t.dateTime(new Date(o)):"",p=A(e(`back_end_${r}`),new Map([["when",c]])).trim();return{word:"reported_to",text:n,more:a&&r!=="delivered"?`${p} (${a})`:p}}),Qt=(s,t,e,n=-1/0)=>s.flatMap(({currency:r,[t]:o})=>o!==null&&o>=n?[e.money(o,r)]:[]).join(" + "),kr=({currency:s,cost:t,saved:e})=>s?[{currency:s,cost:t??null,saved:e??null}]:[],Sr=(s,t)=>Qt(Ar(s),"cost",t),Ar=s=>ue(s).map(t=>{let{cost:e,saved:n}=Z(Ot(s,t));return{currency:t,cost:e,saved:n}}),en=(s,t,e,n={})=>{let r=(p,u)=>u?`≈ ${p}`:p,o=[{word:"energy",text:r(e.energy(s.energy_wh),n.energyEstimated)}],a=Qt(t,"cost",e);if(a){let[p]=t,u=s.energy_wh>0&&!n.isPart&&t.length===1;o.push({word:"cost",text:r(a,n.estimated),...u&&p&&{more:`${e.money((p.cost??0)/(s.energy_wh/1e3),p.currency,3)}/kWh`}})}let i=pe(s);i!==void 0&&(s.solar_wh??0)>0&&o.push({word:"solar_share",text:r(e.percent(i),n.estimated),more:e.energy(s.solar_wh??0)});let c=Qt(t,"saved",e,.005);return c&&o.push({word:"saved",text:r(c,n.estimated)}),qo(s.co2_g)&&o.push({word:"co2",text:r(e.mass(s.co2_g),n.estimated)}),o},tn=(s,t,e)=>A(le(e,"cost_unknown",s),new Map([["count",t.number(s,0)]])),Et=(s,t,e)=>{let n=Z(s),r=n.without_cost,o=en(n,Ar(s),t,{estimated:n.estimated,isPart:r>0}),a={energy:A(le(e,"session_count",n.sessions),new Map([["count",t.number(n.sessions,0)]])),...r&&{cost:tn(r,t,e)},...n.without_co2&&{co2:A(le(e,"co2_unknown",n.without_co2),new Map([["count",t.number(n.without_co2,0)]]))}};return o.map(i=>{let c=a[i.word];return c?{...i,more:c}:i})},zr=(s,t)=>{let e=[],n=(a,i,c)=>{i&&e.push({word:a,text:i,...c&&{more:c}})},r=a=>a?t.dateTime(new Date(a)):void 0;n("start",r(s.started_at)),n("end",r(s.stopped_at));let o=Ce(s);if(o!==void 0&&n("duration",Y(o)),typeof s.charging_s=="number"&&n("charging_time",Y(s.charging_s)),s.peak_power_w!==null&&n("peak_power",t.power(s.peak_power_w)),typeof s.mean_power_w=="number"&&n("mean_power",t.power(s.mean_power_w)),s.meter_start_wh!==null&&s.meter_stop_wh!==null){let a=i=>t.number(i/1e3,3);n("meter",`${a(s.meter_start_wh)} → ${a(s.meter_stop_wh)} kWh`)}return e},Ko=(s,t)=>{if(s.stopped_at&&Date.parse(s.stopped_at)<=t)return s.energy_wh;let e=(s.slots??[]).filter(({start:n})=>Date.parse(n)>=t);return Math.max(s.energy_wh-e.reduce((n,r)=>n+r.energy_wh,0),0)},Or=(s,t)=>{if(!s.plan)return;let{energy_wh:e,ready_by:n}=s.plan,r=n?Ko(s,Date.parse(n)):s.energy_wh;return{planned:[e===null?"":t.energy(e),n?t.dateTime(new Date(n)):""].filter(Boolean).join(" · "),came:t.energy(r),share:e?r/e:void 0}};var Yo=5e3,nn=(s,t,e)=>P(s,"get_sessions",{...t,...e,newest_first:!0}),me=(s,t,e,n)=>P(s,"get_session_totals",{...t,period:e,by:n}),Tt=(s,t)=>{let{charge_point_id:e,session_id:n}=t;return Object.values(s.devices).some(o=>o?.identifiers?.some(([a,i])=>a===O&&i===e))?{charge_point_id:e,session_id:n}:{session_id:n}},rn=async(s,t)=>{let e=Tt(s,t);return(await P(s,"get_session",e)).session},Cr=(s,t,e)=>P(s,"correct_session",{...Tt(s,t),...e});async function*Er(s,t){let e=new Set;for(let n=0;;){let r=await nn(s,t,{limit:Yo,offset:n});if(yield r.sessions.filter(a=>{let i=`${a.charge_point_id}/${a.session_id}`;return!e.has(i)&&e.add(i)}),n+=r.sessions.length,!r.sessions.length||n>=r.total_count)return}}var Tr=3e5,Mr=6,te=class extends x{constructor(){super(...arguments);this.cars=[];this.onlyOwn=!1;this.#t=0;this.#c=e=>{let n=this.config?.navigation_path;!n||e.ctrlKey||e.metaKey||e.shiftKey||e.button||(e.preventDefault(),history.pushState(null,"",new URL(n,location.href).pathname),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}})))}}#e;#t;#n;static{this.styles=[S,k`
      ha-card {
        display: grid;
        gap: 12px;
        padding: 16px;
      }
      h2,
      dl,
      p {
        margin: 0;
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(118px, 1fr));
        gap: 12px;
      }
      dt,
      small {
        font-size: var(--ha-font-size-s, 12px);
        font-weight: normal;
        color: var(--secondary-text-color);
      }
      dd {
        margin: 0;
        font-size: var(--ha-font-size-xl, 20px);
        white-space: nowrap;
      }
      small {
        display: block;
        white-space: normal;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 6px 0 6px 12px;
        border-top: 1px solid var(--divider-color);
        text-align: end;
        white-space: nowrap;
      }
      th {
        padding-inline-start: 0;
        font-weight: normal;
        text-align: start;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      caption {
        text-align: start;
        font-size: var(--ha-font-size-s, 12px);
        color: var(--secondary-text-color);
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      a:hover,
      a:focus-visible {
        text-decoration: underline;
      }
    `]}setConfig(e){this.config=e}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{document.hidden||this.#s()},Tr),this.hasUpdated&&this.#s()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e),clearTimeout(this.#n)}updated(e){let n=e.get("hass"),{hass:r}=this;if(!r||!e.has("hass"))return;let o=N(r)==="ready";(!n||o&&N(n)!=="ready")&&this.#s()}shouldUpdate(e){let n=e.get("hass"),{hass:r}=this;return e.size>1||!n||!r?!0:n.language!==r.language||n.locale!==r.locale||N(n)!==N(r)}async#s(){let{hass:e}=this;if(!e||!ce(e))return;let n=zt(e),r=De(Pe("month",n.dayOf(new Date)),n);try{let[o,a]=await Promise.all([me(e,r,"all","person"),me(e,r,"all","car")]);this.persons=o.totals,this.cars=a.totals,this.onlyOwn=o.only_own===!0,this.error=void 0,this.#t=0}catch(o){this.error=await M(e,o),clearTimeout(this.#n);let a=At(this.#t+=1,Tr);this.isConnected&&(this.#n=setTimeout(()=>{this.#s()},a))}}render(){let{hass:e,config:n,persons:r}=this;if(!e||!n)return l;let o=this.#o("this_month"),a=n.navigation_path;return d`<ha-card>
      <h2>${a?d`<a href=${a} @click=${this.#c}>${o}</a>`:o}</h2>
      ${r?this.#r(e,r):d`<p class="secondary">${this.error??this.#o("loading")}</p>`}
    </ha-card>`}#r(e,n){let r=Z(n);if(!r.sessions)return d`<p class="secondary">${this.#o("month_empty")}</p>`;let o=z(e),a=Et(n,o,e.language).filter(({word:i})=>i!=="co2");return d`<dl>
        ${a.map(({word:i,text:c,more:p})=>d`<div>
              <dt>${this.#o(i)}</dt>
              <dd>${c}${p?d`<small>${p}</small>`:l}</dd>
            </div>`)}
      </dl>
      ${this.onlyOwn?d`<small>${this.#o("only_own")}</small>`:l}
      ${r.estimated?d`<small>≈ ${this.#o("estimated_legend")}</small>`:l}
      ${this.#a(e,"person","nobody",n)}
      ${this.#a(e,"car","no_car",this.cars)}`}#a(e,n,r,o){let a=new Map;for(let v of o)a.set(v.key??"",[...a.get(v.key??"")??[],v]);if(a.size<2)return l;let i=z(e),c=[...a.values()].map(v=>({own:v,sums:Z(v)})).sort((v,C)=>C.sums.energy_wh-v.sums.energy_wh),p=c.length>Mr+1?Mr:c.length,u=c.slice(p).flatMap(({own:v})=>v),h=c.slice(0,p).map(({own:v,sums:C})=>({name:(v[0]?.name??v[0]?.key??"")||this.#o(r),own:v,sums:C}));u.length&&h.push({name:this.#o("others"),own:u,sums:Z(u)});let g=o.some(v=>(v.solar_wh??0)>0),b=ue(o).length>0;return d`<table>
      <caption>
        ${this.#o(n)}
      </caption>
      <tbody>
        ${h.map(({name:v,own:C,sums:$})=>{let T=pe($),ot=$.without_cost,xe=Sr(C,i),Ue=xe?`${$.estimated?"≈ ":""}${xe}`:"–";return d`<tr>
            <th scope="row">${v}</th>
            <td>${i.energy($.energy_wh)}</td>
            ${g?d`<td>${T===void 0?"–":i.percent(T)} ${this.#o("sun")}</td>`:l}
            ${b?d`<td>
                    ${Ue}
                    ${ot?d`<small>${tn(ot,i,e.language)}</small>`:l}
                  </td>`:l}
          </tr>`})}
      </tbody>
    </table>`}#c;#o(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],te.prototype,"hass",2),m([f()],te.prototype,"config",2),m([f()],te.prototype,"persons",2),m([f()],te.prototype,"cars",2),m([f()],te.prototype,"onlyOwn",2),m([f()],te.prototype,"error",2);var Jo=5,Xo=(s,t)=>{let{name:e,above:n,below:r}=t,o=s.states[t.entity],a=G(o);if(a===void 0)return[e,o?s.formatEntityState?.(o)??"–":"–"];if(n===void 0||r===void 0)return[e,z(s).power(a)];let i=a>0?n:r;return[Math.abs(a)<Jo?e:i,z(s).power(Math.abs(a))]},je=class extends x{static{this.styles=[S,k`
      ha-card {
        height: 100%;
      }
      button {
        display: grid;
        grid-template-columns: 36px minmax(0, 1fr);
        grid-template-rows: 1fr auto auto 1fr;
        align-items: center;
        column-gap: 10px;
        width: 100%;
        height: 100%;
        min-height: 56px;
        padding: 0 10px;
        border: 0;
        text-align: start;
      }
      ha-icon {
        grid-row: 1 / -1;
        justify-self: center;
        --mdc-icon-size: 24px;
      }
      b {
        grid-row: 2;
        font-weight: var(--ha-font-weight-medium, 500);
        overflow-wrap: anywhere;
      }
      span {
        grid-row: 3;
        font-size: var(--ha-font-size-s, 12px);
      }
    `]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:6,rows:1,min_columns:6,min_rows:1}}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let[n,r]=Xo(t,e),o=e.color?`color: var(--${e.color}-color)`:"";return d`<ha-card>
      <button
        @click=${()=>{let i={bubbles:!0,composed:!0,detail:{entityId:e.entity}};this.dispatchEvent(new CustomEvent("hass-more-info",i))}}
      >
        <ha-icon .icon=${e.icon} style=${o} aria-hidden="true"></ha-icon>
        <b>${n}</b><span>${r}</span>
      </button>
    </ha-card>`}};m([_({attribute:!1})],je.prototype,"hass",2),m([f()],je.prototype,"config",2);var Rr="important",Qo=" !"+Rr,Pr=wt(class extends Ae{constructor(s){if(super(s),s.type!==se.ATTRIBUTE||s.name!=="style"||s.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(s){return Object.keys(s).reduce((t,e)=>{let n=s[e];return n==null?t:t+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${n};`},"")}update(s,[t]){let{style:e}=s.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let n of this.ft)t[n]==null&&(this.ft.delete(n),n.includes("-")?e.removeProperty(n):e[n]=null);for(let n in t){let r=t[n];if(r!=null){this.ft.add(n);let o=typeof r=="string"&&r.endsWith(Qo);n.includes("-")||o?e.setProperty(n,o?r.slice(0,-11):r,o?Rr:""):e[n]=r}}return H}});var Dr=k`
  .line {
    align-items: baseline;
  }
  .energy {
    font-size: var(--ha-font-size-3xl, 28px);
  }
  .bar {
    display: flex;
    height: 14px;
    border-radius: 7px;
    overflow: hidden;
  }
  .bar i {
    flex: 0 1 0;
  }
  .legend {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  .legend i {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 6px;
    border-radius: 50%;
  }
  .sun {
    background: var(--energy-solar-color, #ff9800);
  }
  .battery {
    background: var(--energy-battery-out-color, #4db6ac);
  }
  .grid {
    background: var(--energy-grid-consumption-color, #488fc2);
  }
  .unknown {
    background: var(--disabled-color, #9e9e9e);
  }
  .good {
    color: color-mix(in srgb, var(--success-color, #43a047) 60%, var(--primary-text-color));
  }
  .bad {
    color: color-mix(in srgb, var(--error-color, #db4437) 60%, var(--primary-text-color));
  }
`;var ea=2,ta=[5e3,3e4],na=s=>{let t=[],e=[["receipt_sun","sun",s.solar_wh],["receipt_battery","battery",s.battery_wh],["receipt_grid","grid",s.grid_wh]];if(e.every(([,,r])=>r==null))return[];for(let[r,o,a]of e)a&&t.push({word:r,kind:o,energyWh:a});let n=s.energy_wh-t.reduce((r,o)=>r+o.energyWh,0);return n>1&&t.push({word:"receipt_unknown",kind:"unknown",energyWh:n}),t},he=class extends x{#e=[];#t=0;#n;static{this.styles=[S,ee,Dr]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:O}}}],computeLabel:Je}}static getStubConfig(){return{}}setConfig(t){this.config=t,this.receipt=void 0,this.#n=void 0}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e.forEach(clearTimeout),this.#n=void 0}updated(){let{hass:t}=this;if(!t||!this.config)return;let e=this.#s(t),n=L(t,e?.entities.get("event.session")?.[0])?.state??"",r=`${e?.deviceId??""} ${n} ${String(ce(t))}`;r!==this.#n&&(this.#n=r,this.#e.forEach(clearTimeout),this.#e=ta.map(o=>setTimeout(()=>{this.#r()},o)),this.#r())}#s(t){return yt(t,this.config?.device_id)}async#r(){let{hass:t}=this,e=t&&this.#s(t);if(!t||!e)return;let n=this.#t+=1;if(!ce(t)){this.note=w(t.language,"not_running");return}try{let r={device_id:e.deviceId,limit:ea,newest_first:!0},{sessions:o}=await P(t,"get_sessions",r);if(n!==this.#t)return;this.receipt=o.find(a=>a.stopped_at!==null),this.note=this.receipt?void 0:w(t.language,"receipt_none")}catch(r){n===this.#t&&(this.note=await M(t,r))}}render(){let{hass:t,receipt:e}=this;if(!t||!this.config)return l;let n=this.#s(t);return n?d`<ha-card>
      <h2>${Se(t,n)}</h2>
      ${e?this.#a(t,e):l}
      ${this.note?d`<p class="secondary" role="status">${this.note}</p>`:l}
    </ha-card>`:d`<ha-card><p>${w(t.language,"choose_connector")}</p></ha-card>`}#a(t,e){let n=z(t),r=Ce(e),o=new Date(e.stopped_at??""),a=[e.car,q(e)].filter(Boolean).join(" · "),i=e.energy_estimated||e.worth_estimated;return d`<p class="secondary">
        ${[n.dateTime(o),a].filter(Boolean).join(" · ")}
      </p>
      <p class="line">
        <b class="energy">${n.energy(e.energy_wh)}</b>
        ${r===void 0?l:d`<span>${Y(r)}</span>`}
      </p>
      ${this.#c(t,e)} ${this.#o(t,e)}
      ${i?d`<p class="secondary">${w(t.language,"receipt_estimated")}</p>`:l}`}#c(t,e){let n=na(e);if(!n.length)return l;let r=z(t),o=n.map(a=>`${w(t.language,a.word)} ${r.energy(a.energyWh)}`);return d`<div class="bar" role="img" aria-label=${o.join(", ")}>
        ${n.map(a=>d`<i class=${a.kind} style=${Pr({flexGrow:String(a.energyWh)})}></i>`)}
      </div>
      <p class="line legend">
        ${n.map((a,i)=>d`<span><i class=${a.kind}></i>${o[i]}</span>`)}
      </p>`}#o(t,e){let{cost:n,saved:r,currency:o}=e;if(n==null)return l;let a=p=>z(t).money(p,o??""),i=(r??0)>0?"receipt_saved":"receipt_dearer",c=(r??0)>0?"good":"bad";return d`<p class="line">
      <b>${a(n)}</b>
      ${r?d`<span class=${c}
              >${A(w(t.language,i),new Map([["cost",a(Math.abs(r))]]))}</span
            >`:l}
    </p>`}};m([_({attribute:!1})],he.prototype,"hass",2),m([f()],he.prototype,"config",2),m([f()],he.prototype,"receipt",2),m([f()],he.prototype,"note",2);var ra=1e4,sa=6e4,He=class extends x{#e;#t;#n;static{this.styles=[S,ee]}setConfig(t){this.config=t,this.#t=t.error?Date.now():void 0,this.#n=void 0}getCardSize(){return 2}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e),this.#n=void 0}updated(){if(!this.hass)return;let t=N(this.hass);if(t===this.#n||(this.#n=t,clearTimeout(this.#e),t==="gone"||t==="stopped"))return;let e=t==="ready"?ra:sa,n=this.#t===void 0?0:this.#t+e;this.#e=setTimeout(()=>{this.dispatchEvent(new CustomEvent("config-refresh",{bubbles:!0,composed:!0}))},Math.max(0,n-Date.now()))}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let n=t.config.state!==void 0&&t.config.state!=="RUNNING",r=N(t)==="gone",o=n?"ha_starts":r?"not_set_up":"not_running";return d`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${w(t.language,o)}</p>
      ${e.error?d`<p class="secondary">${e.error}</p>`:l}
      ${n?l:d`<a
              href=${r?"/config/integrations/dashboard":`/config/integrations/integration/${O}`}
              >${w(t.language,"open_settings")}</a
            >`}
    </ha-card>`}};m([_({attribute:!1})],He.prototype,"hass",2),m([f()],He.prototype,"config",2);var sn=s=>[...new Map(s.map(t=>[t.key??"",t.name??t.key??""]))].map(([t,e])=>({key:t,name:e})).sort((t,e)=>t.name.localeCompare(e.name)),We=(s,t,e,n,r,o="")=>d`<label class=${o||l}
    ><span>${s(t)}</span>
    <select
      @change=${a=>{r(a.target.value)}}
    >
      ${e.map(({key:a,name:i})=>d`<option value=${a} .selected=${D(a===n)}>${i}</option>`)}
    </select></label
  >`;var on=s=>s.some(t=>(t.solar_wh??0)>0),jr=(s,t,e)=>{let n=e==="energy"?t:t==="source"?"none":t;return n&&s.includes(n)?n:s.find(r=>r!=="source"||e==="energy")??"none"},oa=s=>{let e=s.flatMap(({period:n})=>n?[n.slice(0,7)]:[]).sort()[0];return e&&`${e}-01`},Hr=async(s,t,e,n,r)=>{let o=n==="source"?"none":n,{first:a,last:i}=e;if(!a){let{totals:u}=await me(s,t,"year","none"),h=u.flatMap(({period:g})=>g?[g.slice(0,4)]:[]).sort();i=r,a=`${h[0]??i.slice(0,4)}-01-01`}let c=ur(a,i),{totals:p}=await me(s,t,c,o);return c==="month"&&!e.first&&(a=oa(p)??a),{rows:p,first:a,last:i,bucket:c,group:n}},Wr=(s,t,{say:e,measured:n,grouped:r})=>{let o={energy:!0,cost:ue(s).length>0,sun:on(s)},a=_r.filter(c=>o[c]),i=t.groups.filter(c=>c!=="source"||t.measure==="energy");return a.length<2&&i.length<2?l:d`<div class="choices">
    ${a.length<2?l:d`<div class="measures" role="group" aria-label=${e("measure")}>
            ${a.map(c=>d`<button
                  aria-pressed=${c===t.measure}
                  @click=${()=>{n(c)}}
                >
                  ${e(`measure_${c}`)}
                </button>`)}
          </div>`}
    ${i.length<2?l:We(e,"group_by",i.map(c=>({key:c,name:e(`group_${c}`)})),t.group,c=>{r(c)},"group")}
  </div>`};var Lr=["#0072b2","#d55e00","#29a35a","#941aff","#cf172f","#db4dff"],ve="#808080",Le={solar:"#c27800",battery:"#941aff",grid:"#0072b2"};var aa=(s,t,e,n)=>{switch(t){case"hour":{let r=new Date(s);return[e.hour(e.hourOf(r)),e.dateTime(r)]}case"day":return[String(Number(s.slice(8))),e.weekday(s)];case"month":{let r=e.month(s,"short");return[n?`${r} ${s.slice(2,4)}`:r,e.month(s)]}case"year":return[s,s]}},ia=Le,Nr=(s,t)=>{let{bucket:e,measure:n,group:r,first:o,last:a}=s,{format:i,house:c,say:p}=t,[u,...h]=ue(s.rows),g={solar:"sun",battery:"home_battery",grid:"grid"},b=s.rows;if(r==="source"){let y={unknown:p("source_unknown"),solar:"",battery:"",grid:""};for(let R of["solar","battery","grid"])y[R]=p(g[R]);b=xr(b,y)}else n==="cost"&&h.length&&(b=Ot(b,u));let v=wr(b,Lr,ve);if(r==="source"){let y=["solar","battery","grid","unknown"];v=v.map(R=>({...R,color:ia[R.key]??ve})).sort((R,$e)=>y.indexOf(R.key)-y.indexOf($e.key))}let C=gr(o,a,e,c),$=o.slice(0,4)!==a.slice(0,4),T=vr(b,C,e,v,n).map(y=>{let[R,$e]=aa(y.key,e,c,$);return{...y,label:R,name:$e}}),ot=r==="car"?"no_car":"nobody",xe=({name:y})=>y===void 0?p("others"):y||p(ot),Ue=(y,R)=>i.money(y,u??"",R),un=y=>({energy:()=>`${i.number(y/1e3,3,0)} kWh`,cost:()=>Ue(y,3),sun:()=>i.percent(y/100)})[n](),mn=y=>y===void 0?"–":n==="energy"?i.energy(y):n==="sun"?un(y):Ue(y),Dt=y=>{if(n==="energy")return i.energy(y.energy_wh);if(n==="cost")return y.cost===null?"–":Ue(y.cost);let R=pe(y);return R===void 0?"–":`${i.energy(y.solar_wh??0)} (${i.percent(R)})`},vs=new Map(v.map(y=>[y,Z(Xt(b,y,v))])),hn=r!=="none"&&v.length>1,gn=p(`measure_${n}`);return d`<plug-control-sessions-chart
      .bars=${T}
      .heading=${gn}
      .estimated=${p("estimated_legend")}
      .axis=${un}
      .whole=${y=>mn(y.value)}
      .partly=${y=>Dt(y.sums)}
      .named=${xe}
      .opens=${e!=="hour"}
      @open-bar=${y=>{t.open(y.detail)}}
    ></plug-control-sessions-chart>
    ${r==="none"?l:d`<ul class="legend">
            ${v.map(y=>d`<li>
                  <i style=${`background:${y.color}`}></i>${xe(y)}
                  <span class="secondary">${Dt(vs.get(y)??Z([]))}</span>
                </li>`)}
          </ul>`}
    ${T.some(y=>y.estimated)?d`<p class="hint secondary">
            <span class="hatched" aria-hidden="true"></span>${p("estimated_legend")}
          </p>`:l}
    ${n==="cost"&&h.length?d`<p class="hint secondary">
            ${A(p("currency_only"),new Map([["currency",u??""]]))}
          </p>`:l}
    <details class="numbers">
      <summary>${p("as_table")}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${gn}>
        <table>
          <thead>
            <tr>
              <th scope="col">${p("period")}</th>
              ${hn?v.map(y=>d`<th scope="col" class="number">${xe(y)}</th>`):l}
              <th scope="col" class="number">${p("total")}</th>
            </tr>
          </thead>
          <tbody>
            ${T.filter(y=>y.segments.length).map(y=>d`<tr>
                    <th scope="row">${y.name}</th>
                    ${hn?v.map(R=>{let $e=y.segments.find(({series:xs})=>xs===R);return d`<td class="number">${$e?Dt($e.sums):"–"}</td>`}):l}
                    <td class="number">${y.estimated?"≈ ":""}${mn(y.value)}</td>
                  </tr>`)}
          </tbody>
        </table>
      </div>
    </details>`};var Fr=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_by_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason","person","car","note","grid_wh","solar_wh","battery_wh","cost","currency","price","saved","co2_g","charging_s","mean_power_w","worth_estimated","back_ends"],ca=/([;|\t\r\n\x0b\x0c\x85\u2028\u2029]|^)(?=[\s"\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g,da=s=>{if(s==null)return"";if(typeof s=="number"||typeof s=="boolean")return String(s);let e=(typeof s=="string"?s:JSON.stringify(s)).replace(ca,"$1'");return/[",\r\n;|\t]/.test(e)?`"${e.replaceAll('"','""')}"`:e},Ur=s=>`${s.map(da).join(",")}\r
`,Ir=Ur(Fr),la=(s=[])=>s.map(({back_end:t,state:e,delivered_at:n})=>`${t}: ${e} ${n??""}`.trim()).join("; "),pa=(s,t)=>t==="back_ends"?la(s.back_ends):s[t],Br=s=>s.map(t=>Ur(Fr.map(e=>pa(t,e)))).join("");var an=(s,t,e)=>{let n=URL.createObjectURL(new Blob([...s],{type:`${t};charset=utf-8`})),r=document.createElement("a");r.href=n,r.download=e,r.click(),setTimeout(()=>{URL.revokeObjectURL(n)})};var ua={OCMF:"OCMF",Alfen:"ALFEN","SML (EDL40)":"EDL40"},ma={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","\r":"&#13;"},cn=s=>s.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g,"").replaceAll(/[&<>"\r]/g,t=>ma[t]??t),ha=s=>/^(?:[0-9a-f]{2})+$/i.test(s)?"hex":s.startsWith("-----")?"plain":"base64",Vr=s=>{let{public_key:t}=s,e=String(s.transaction_id??s.session_id);return`<?xml version="1.0" encoding="UTF-8"?>
<values>
${s.signed_values.map(({context:r,format:o,data:a})=>{let i=ua[o],c=i?` format="${i}"`:"",p=r?` context="${cn(r)}"`:"";return`  <value transactionId="${e}"${p}>
    <signedData${c} encoding="plain">${cn(a)}</signedData>
`+(t?`    <publicKey encoding="${ha(t)}">${cn(t)}</publicKey>
`:"")+`  </value>
`}).join("")}</values>
`};var qr=async(s,t,e)=>{let{first:n,last:r}=e,o=[Ir];for await(let i of Er(s,t))o.push(Br(i));let a=n?`plug-control-${n}-${r}.csv`:"plug-control.csv";an(o,"text/csv",a)},Zr=async(s,t)=>{let e=await P(s,"get_signed_values",Tt(s,t));an([Vr(e)],"application/xml",`plug-control-${t.session_id}.xml`)},Gr=(s,t)=>{let{say:e,saving:n,document:r,csv:o}=t,a=s.services[O]??{};return d`<div class="buttons">
    ${"export_sessions"in a?d`<button @click=${r}>${e("document")}</button>`:l}
    <button ?disabled=${n} @click=${o}>${e("csv")}</button>
  </div>`};var Kr=({say:s,choose:t},e,n,r,o,a)=>{let i=r.filter(({key:u})=>u);if(!i.length&&!o)return l;let c=o&&!i.some(({key:u})=>u===o),p=[{key:"",name:s(n)},...i,...c?[{key:o,name:o}]:[]];return We(s,e,p,o,u=>{t(a(u))})},ga=(s,{days:t,say:e})=>{let n=e(`period_${s}`);return A(n,new Map([["days",String(t)]]))},Yr=(s,t,{format:e,say:n,show:r})=>{let o=t[s],a=e.day(o),i=n(s==="first"?"from":"to");return d`<div class="day">
    <span>${i}</span>
    <input
      type="date"
      tabindex="-1"
      aria-hidden="true"
      min=${s==="last"&&t.first||l}
      max=${s==="first"&&t.last||l}
      .value=${D(o)}
      @change=${c=>{let p=c.target.value||o;r({...t,[s]:p})}}
    />
    <button
      aria-label="${i}: ${a}"
      @click=${c=>{c.currentTarget.previousElementSibling.showPicker()}}
    >
      ${a}
    </button>
  </div>`},Jr=(s,t,e)=>{let{persons:n,cars:r,say:o}=e,{span:a,device:i,person:c,car:p}=t,u=J(s).map(h=>({key:h.deviceId,name:Se(s,h)}));return d`<div class="filters">
    ${We(o,"period",lr.map(h=>({key:h,name:ga(h,e)})),a.period,h=>{e.begin(h)})}
    ${u.length>1||i?We(o,"connector",[{key:"",name:o("connectors_all")},...u],i,e.chooseDevice):l}
    ${Kr(e,"person","persons_all",n,c,h=>({person:h}))}
    ${Kr(e,"car","cars_all",r,p,h=>({car:h}))}
    ${a.period==="own"?d`${Yr("first",a,e)} ${Yr("last",a,e)}`:l}
  </div>`};var tt=50,Xr=(s,{format:t,say:e},n)=>{let{offset:r,shown:o,total:a}=s;if(a<=tt&&!r)return l;let i=u=>t.number(u,0),c=new Map([["first",i(o?r+1:0)],["last",i(r+o)],["total",i(a)]]),p=(u,h,g)=>d`<button
      ?disabled=${!g}
      @click=${()=>{n(Math.max(h,0))}}
    >
      ${e(u)}
    </button>`;return d`<div class="pages">
    ${p("newer",r-tt,r>0)}
    <span class="secondary" aria-live="polite">${A(e("shown_range"),c)}</span>
    ${p("older",r+tt,r+o<a)}
  </div>`};var Qr=(s,{format:t,house:e,say:n,today:r,show:o})=>{let{period:a,first:i,last:c}=s;if(a==="all"||!i)return l;let p={day:()=>t.weekday(i),month:()=>t.month(i),year:()=>i.slice(0,4),last:()=>t.days(i,c),own:()=>t.days(i,c)}[a](),u=[i,c].some(C=>+t.midnight(C)!=+e.midnight(C)),h=new Map([["zone",e.timeZone]]),g=u?d`<small>${A(n("house_time"),h)}</small>`:l,b=a==="day"||a==="month"||a==="year",v=C=>d`<button
      class="arrow"
      aria-label=${n(C<0?"previous":"next")}
      ?disabled=${C>0&&c>=r}
      @click=${()=>{o(pr(s,C))}}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path
          d=${C<0?"M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12Z":"M8.6 16.6 10 18l6-6-6-6-1.4 1.4 4.6 4.6Z"}
        ></path>
      </svg>
    </button>`;return d`<div class="stretch">
    ${b?v(-1):l}
    <span aria-live="polite"><b>${p}</b>${g}</span>
    ${b?v(1):l}
  </div>`};var fa=ct(ve),es=k`
  :host {
    display: block;
    container-type: inline-size;
  }
  ha-card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: 16px;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: var(--gap);
  }
  .day {
    display: grid;
    gap: 4px;
    position: relative;
  }
  .day button {
    padding: 0 10px;
    text-align: start;
  }
  .day input {
    position: absolute; /* under the button: the calendar opens there */
    inset: auto 0 0;
    opacity: 0;
    pointer-events: none;
  }
  .stretch {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    text-align: center;
  }
  .stretch span {
    min-width: 11em;
  }
  .arrow {
    width: 40px;
    padding: 0;
    border: 0;
    border-radius: 50%;
  }
  .arrow svg {
    display: block;
    width: 24px;
    height: 24px;
    margin: auto;
    fill: currentColor;
  }
  small {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  b {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .totals {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(110px, 1fr));
    gap: 12px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  dd small {
    font-weight: normal;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: var(--gap);
  }
  .measures {
    display: flex;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow: hidden;
  }
  .measures button {
    border: 0;
    border-radius: 0;
  }
  .measures button[aria-pressed="true"] {
    background: var(--fill);
    color: var(--on-fill);
  }
  .measures button:focus-visible {
    outline-offset: -4px;
    outline-color: currentColor;
  }
  .group {
    min-width: 140px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    overflow-wrap: anywhere;
  }
  .legend i {
    display: inline-block;
    width: 12px;
    height: 12px;
    margin-inline-end: 6px;
    border-radius: 3px;
    vertical-align: -1px;
  }
  .hint {
    margin: 0;
    font-size: var(--ha-font-size-s, 12px);
  }
  .hatched {
    display: inline-block;
    width: 14px;
    height: 12px;
    margin-inline-end: 6px;
    border-radius: 3px;
    background: repeating-linear-gradient(
      135deg,
      ${fa} 0 3px,
      var(--card-background-color, #fff) 3px 5px
    );
    vertical-align: -1px;
  }
  summary {
    width: fit-content;
    padding: 8px 0;
    color: var(--secondary-text-color);
    cursor: pointer;
  }
  .scroll {
    overflow: auto;
  }
  .numbers .scroll {
    max-height: 360px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    font-size: var(--ha-font-size-s, 12px);
    font-weight: normal;
    color: var(--secondary-text-color);
    text-align: start;
  }
  th,
  td {
    padding: 8px 10px 8px 0;
    white-space: nowrap;
  }
  td {
    border-top: 1px solid var(--divider-color);
  }
  tbody th {
    border-top: 1px solid var(--divider-color);
  }
  .sessions tbody tr {
    cursor: pointer;
  }
  .sessions tbody tr:hover {
    background: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
  }
  .person,
  .car,
  .wallbox {
    max-width: 220px;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .open {
    min-height: 0;
    padding: 0;
    border: 0;
    border-radius: 4px;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--divider-color);
    text-underline-offset: 3px;
  }
  button.open:hover:not(:disabled) {
    background: none;
    text-decoration-color: currentColor;
  }
  abbr {
    text-decoration: none;
  }
  .unit,
  .hidden {
    display: none;
  }
  .unit {
    width: 13px;
    height: 13px;
    fill: currentColor;
    vertical-align: -2px;
  }
  .pages {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 12px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
  }
  .number {
    text-align: end;
  }
  .signed {
    min-height: 24px;
    margin: -4px 0;
    padding: 0 4px;
    vertical-align: middle;
    border: 0;
    background: none;
    color: var(--secondary-text-color);
    --mdc-icon-size: 18px;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }

  /* On a phone a session is two lines: when and how much, then who with which car, and what it cost. */
  @container (max-width: 520px) {
    .filters {
      grid-template-columns: 1fr 1fr;
    }
    .filters > :first-child:nth-last-child(odd) {
      grid-column: 1 / -1;
    }
    .measures,
    .group {
      width: 100%;
    }
    .measures button {
      flex: 1;
      padding: 0 4px;
    }
    .buttons button {
      flex: 1;
    }
    .sessions thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .sessions tr {
      display: flex;
      flex-wrap: wrap;
      justify-content: end;
      gap: 2px 8px;
      padding: 10px 0;
      border-top: 1px solid var(--divider-color);
    }
    .sessions tr::before {
      content: "";
      order: 7;
      flex: 1;
    }
    .sessions tr::after {
      content: "";
      order: 3;
      flex-basis: 100%;
    }
    .sessions tbody,
    .sessions table {
      display: block;
    }
    .sessions td,
    .sessions .number:last-child {
      max-width: none;
      padding: 0;
      border: 0;
      font-size: var(--ha-font-size-s, 12px);
      color: var(--secondary-text-color);
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .sessions td.start,
    .sessions td.energy {
      font-size: inherit;
      color: inherit;
    }
    .sessions td.energy {
      font-weight: var(--ha-font-weight-medium, 500);
    }
    .unit {
      display: inline;
    }
    .hidden {
      display: inline-block;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .start {
      order: 1;
      flex: 1;
    }
    .energy {
      order: 2;
    }
    .person {
      order: 4;
    }
    .person:has(small) {
      flex-basis: 100%;
    }
    .car {
      order: 5;
    }
    .wallbox {
      order: 6;
    }
    .sun {
      order: 8;
    }
    .cost {
      order: 9;
    }
    .duration {
      order: 10;
    }
    .peak,
    .sessions .none {
      display: none;
    }
  }
`;var _a=d`<svg class="unit" viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10Zm-1-6h2v4h-2V1Zm0 18h2v4h-2v-4ZM1 11h4v2H1v-2Zm18 0h4v2h-4v-2ZM5.6 4.2 8.4 7 7 8.4 4.2 5.6l1.4-1.4ZM17 15.6l2.8 2.8-1.4 1.4-2.8-2.8 1.4-1.4ZM19.8 5.6 17 8.4 15.6 7l2.8-2.8 1.4 1.4ZM8.4 17l-2.8 2.8-1.4-1.4L7 15.6 8.4 17Z"
  ></path>
</svg>`,ya=s=>({wallbox:new Set(s.map(t=>t.charge_point_id)).size>1,car:s.some(t=>t.car),sun:s.some(t=>(t.solar_wh??0)>0),cost:s.some(t=>typeof t.cost=="number"&&t.currency)}),dn=s=>s.energy_estimated||s.worth_estimated===!0,ba=(s,t)=>{let{format:e,say:n}=t,r=ya(s),o=i=>i?d`<abbr title=${n("estimated_legend")}>≈</abbr> `:l,a=(i,c="")=>d`<th scope="col" class=${c||l}>${n(i)}</th>`;return d`<table>
    <thead>
      <tr>
        ${a("start")} ${r.wallbox?a("charge_point"):l} ${a("person")}
        ${r.car?a("car"):l} ${a("energy","number")}
        ${r.sun?a("sun","number"):l}
        ${r.cost?a("cost","number"):l} ${a("duration","number")}
        ${a("peak_power","number")}
      </tr>
    </thead>
    <tbody>
      ${s.map(i=>{let c=r.sun?pe(i):void 0,p=i.started_at??i.stopped_at,u=Ce(i),h=i.stopped_at===null?n("running"):"–";return d`<tr
          @click=${()=>{t.open(i)}}
        >
          <td class="start">
            <button class="open" title=${n("details")}>
              ${p?e.dateTime(new Date(p)):"–"}
            </button>
          </td>
          ${r.wallbox?d`<td class="wallbox">${i.charge_point_name??i.charge_point_id}</td>`:l}
          <td class="person ${q(i)||i.note?"":"none"}">
            ${q(i)||"–"}${i.note?d`<small>${i.note}</small>`:l}
            ${Ct(i,t).map(({text:g,more:b})=>d`<small class="back-end">${g}: ${b}</small>`)}
          </td>
          ${r.car?d`<td class="car ${i.car?"":"none"}">${i.car??"–"}</td>`:l}
          <td class="number energy">
            ${o(i.energy_estimated)}${e.energy(i.energy_wh)} ${wa(i,t)}
          </td>
          ${r.sun?d`<td class="number sun ${c===void 0?"none":""}">
                  ${c===void 0?"–":d`${_a}<span class="hidden">${n("sun")}</span> ${e.percent(c)}`}
                </td>`:l}
          ${r.cost?d`<td class="number cost ${typeof i.cost=="number"?"":"none"}">
                  ${typeof i.cost=="number"&&i.currency?d`${o(i.worth_estimated)}${e.money(i.cost,i.currency)}`:"–"}
                </td>`:l}
          <td class="number duration">
            ${u===void 0?h:Y(u)}
          </td>
          <td class="number peak ${i.peak_power_w===null?"none":""}">
            ${i.peak_power_w===null?"–":e.power(i.peak_power_w)}
          </td>
        </tr>`})}
    </tbody>
  </table>`},ts=(s,t)=>{let{say:e}=t;return d`<div class="scroll sessions" tabindex="0" role="region" aria-label=${e("sessions")}>
      ${ba(s,t)}
    </div>
    ${s.some(dn)?d`<p class="hint secondary">≈ ${e("estimated_legend")}</p>`:l}`},wa=(s,{say:t,signed:e})=>s.signed_values?d`<button
        class="signed"
        title=${t("signed")}
        aria-label=${t("signed")}
        @click=${n=>{n.stopPropagation(),e(s)}}
      >
        <ha-icon icon="mdi:certificate-outline"></ha-icon>
      </button>`:l;var ns=(s,t,{format:e,say:n})=>d`<dl class="totals">
    ${Et(s,e,t).map(({word:r,text:o,more:a})=>d`<div>
          <dt>${n(r)}</dt>
          <dd>${o}${a?d`<small>${a}</small>`:l}</dd>
        </div>`)}
  </dl>`;var rs=30,ss=6e4,va=["language","locale","entities","devices","services","config","user"],E=class extends x{constructor(){super(...arguments);this.total=0;this.onlyOwn=!1;this.device="";this.person="";this.car="";this.span={period:"month",first:"",last:""};this.measure="energy";this.persons=[];this.cars=[];this.offset=0;this.documents=!1;this.saving=!1;this.#t=0;this.#n=0;this.#c=e=>{this.span=e,this.offset=0,this.#o(!0)}}#e;#t;#n;static{this.styles=[S,es]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:O}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Je}}static getStubConfig(){return{}}setConfig(e){this.config=e,this.device=e.device_id??"",this.hass&&this.#a(this.#s())}getCardSize(){return 12}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.#o(!0)}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}shouldUpdate(e){let n=e.get("hass"),{hass:r}=this;return e.size>1||!n||!r?!0:va.some(o=>n[o]!==r[o])||N(n)!==N(r)}updated(e){let{hass:n}=this;if(!n||!e.has("hass"))return;let r=e.get("hass");r?N(n)==="ready"&&N(r)!=="ready"&&this.#o(!0):this.#a(this.#s())}#s(){return this.config?.days?"last":"month"}get#r(){return this.#_.dayOf(new Date)}#a(e,n=this.#r){this.#c(Pe(e,n,this.config?.days??rs,this.span))}#c;async#o(e=!1){clearTimeout(this.#e);let{hass:n}=this;if(!n)return;let r=this.#t+=1;if(!ce(n)){this.error=this.#y("not_running");return}try{e&&await this.#i(n,r);let[a,i]=await Promise.all([nn(n,this.#u(),{limit:tt,offset:this.offset}),Hr(n,this.#u(),this.span,this.#w,this.#r)]);if(r!==this.#t)return;this.sessions=a.sessions,this.total=a.total_count,this.onlyOwn=a.only_own===!0,this.chart=i,this.error=void 0}catch(a){if(r!==this.#t)return;this.error=await M(n,a)}this.#n=this.error?this.#n+1:0;let o=this.error?{all:e,after:At(this.#n,ss)}:{};this.isConnected&&this.#l(o)}#l({all:e=!1,after:n=ss}){this.#e=setTimeout(()=>{document.hidden?this.#l({all:e}):this.#o(e)},n)}async#i(e,n){let r={...this.#h(),...De(this.span,this.#_)},[o,a]=await Promise.all(["person","car"].map(i=>me(e,r,"all",i)));n===this.#t&&(this.persons=sn(o?.totals??[]),this.cars=sn(a?.totals??[]))}#h(){return this.device?{device_id:this.device}:{}}#u(){return{...this.#h(),...this.person&&{person:this.person},...this.car&&{car_id:this.car},...De(this.span,this.#_)}}#p(){let{chart:e}=this;return e?De({...this.span,...e},this.#_):{}}get#b(){let{hass:e,chart:n}=this,r={person:this.persons.length>1&&!this.person,car:this.cars.length>1&&!this.car,connector:!this.device&&e!==void 0&&J(e).length>1,source:on(n?.rows??[]),none:!0};return yr.filter(o=>r[o])}get#w(){return jr(this.#b,this.group,this.measure)}render(){let{hass:e}=this;return!e||!this.config?l:d`<ha-card>
      <h2>${this.#y("sessions")}</h2>
      ${this.#k(e)}
      ${Qr(this.span,{...this.#m,house:this.#_,today:this.#r,show:this.#c})}
      ${this.#$(e)} ${this.#f(e)}
    </ha-card>`}#$(e){let{sessions:n,chart:r}=this;if(!n||!r)return d`<p class="secondary" role="status">${this.error??this.#y("loading")}</p>`;let o=this.error?d`<p class="secondary" role="status">${this.error}</p>`:l;if(!this.total){let i=this.onlyOwn?"no_own_sessions":"no_sessions";return d`${o}
        <p class="secondary">${this.#y(i)}</p>`}let a=this.onlyOwn?d`<p class="hint secondary">${this.#y("only_own")}</p>`:l;return d`${o} ${a} ${ns(r.rows,this.hass?.language,this.#m)}
    ${this.#S(r)} ${this.#g(r)} ${this.#v(n)} ${this.#x(e)}`}#k(e){let{span:n,device:r,person:o,car:a,persons:i,cars:c}=this;return Jr(e,{span:n,device:r,person:o,car:a},{...this.#m,persons:i,cars:c,days:this.config?.days??rs,begin:p=>{let{last:u}=this.span,h=this.#r;this.#a(p,u&&u<h&&p!=="last"?u:h)},show:this.#c,chooseDevice:p=>{this.device=p,this.#c(this.span)},choose:p=>{this.person=p.person??this.person,this.car=p.car??this.car,this.offset=0,this.#o()}})}#S({rows:e}){let n={measure:this.measure,group:this.#w,groups:this.#b};return Wr(e,n,{...this.#m,measured:r=>{this.measure=r,this.#o()},grouped:r=>{this.group=r,this.#o()}})}#g(e){return Nr({...e,measure:this.measure},{...this.#m,house:this.#_,open:n=>{let r={4:"year",7:"month"}[n.length]??"day";this.#a(r,`${n}-01-01`.slice(0,10))}})}#v(e){return d`${ts(e,{...this.#m,open:n=>{this.opened=n},signed:n=>{this.#A(n)}})}
    ${Xr({offset:this.offset,shown:e.length,total:this.total},this.#m,n=>{this.offset=n,this.#o()})}`}#x(e){return Gr(e,{...this.#m,saving:this.saving,document:()=>{this.documents=!0},csv:()=>{this.#d(e)}})}#f(e){let{opened:n}=this;return d`${n?d`<plug-control-session-detail
            .hass=${e}
            .session=${n}
            .cars=${this.cars.filter(({key:r})=>r)}
            .persons=${this.persons.flatMap(({name:r})=>r?[r]:[])}
            @corrected=${()=>{this.#o(!0)}}
            @signed=${()=>{this.#A(n)}}
            @closed=${()=>{this.opened=void 0}}
          ></plug-control-session-detail>`:l}${this.documents?d`<plug-control-session-document
            .hass=${e}
            .filter=${{...this.#u(),...this.#p()}}
            @closed=${()=>{this.documents=!1}}
          ></plug-control-session-document>`:l}`}async#d(e){this.saving=!0;try{await qr(e,this.#u(),this.span)}catch(n){this.error=await M(e,n)}finally{this.saving=!1}}async#A(e){let{hass:n}=this;if(n)try{await Zr(n,e)}catch(r){this.error=await M(n,r)}}get#m(){return{format:this.#z,say:e=>this.#y(e)}}get#z(){return this.hass?z(this.hass):new K({language:"en"},"UTC")}get#_(){return this.hass?zt(this.hass):new K({language:"en"},"UTC")}#y(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],E.prototype,"hass",2),m([f()],E.prototype,"config",2),m([f()],E.prototype,"sessions",2),m([f()],E.prototype,"total",2),m([f()],E.prototype,"chart",2),m([f()],E.prototype,"error",2),m([f()],E.prototype,"onlyOwn",2),m([f()],E.prototype,"device",2),m([f()],E.prototype,"person",2),m([f()],E.prototype,"car",2),m([f()],E.prototype,"span",2),m([f()],E.prototype,"measure",2),m([f()],E.prototype,"group",2),m([f()],E.prototype,"persons",2),m([f()],E.prototype,"cars",2),m([f()],E.prototype,"offset",2),m([f()],E.prototype,"opened",2),m([f()],E.prototype,"documents",2),m([f()],E.prototype,"saving",2);var nt=200,Ne=8,os=22,as=4,is=6.4,xa=44,$a=10,ka=260,cs=s=>Math.max(1,Math.min(s*.72,xa)),Sa=640,ds=s=>s.pointerType==="touch",j=class extends x{constructor(){super(...arguments);this.bars=[];this.heading="";this.estimated="";this.axis=String;this.whole=()=>"";this.partly=()=>"";this.named=({name:e})=>e??"";this.opens=!1;this.width=Sa;this.current=0;this.#e=!1;this.#a=e=>{ds(e)||(this.active=void 0)};this.#o=e=>{let n=this.bars[this.current],r=this.bars.flatMap(({segments:i},c)=>i.length?[c]:[]),o=r.indexOf(this.current),a={ArrowRight:r[o+1],ArrowLeft:r[o-1],Home:r[0],End:r.at(-1)}[e.key];(e.key==="Enter"||e.key===" ")&&n&&this.opens&&(e.preventDefault(),this.#c(n)),a!==void 0&&(e.preventDefault(),this.current=a,this.updateComplete.then(()=>{this.renderRoot.querySelector(`[data-index="${a}"]`)?.focus()}))}}#e;#t;static{this.styles=k`
    :host {
      display: block;
      position: relative;
    }
    svg {
      display: block;
      width: 100%;
      height: ${nt}px;
      overflow: visible;
    }
    text {
      font-size: 11px;
      fill: var(--secondary-text-color);
    }
    .line {
      stroke: var(--divider-color);
    }
    .zero {
      stroke: var(--secondary-text-color);
    }
    .hatch {
      stroke: var(--card-background-color, #fff);
      stroke-width: 2.5;
    }
    .bar {
      outline: none;
    }
    .opens {
      cursor: pointer;
    }
    .band {
      fill: transparent;
    }
    .active .band {
      fill: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
    }
    .bar:focus-visible .band {
      stroke: var(--primary-color);
      stroke-width: 2;
    }
    .tip {
      position: absolute;
      z-index: 1;
      box-sizing: border-box;
      padding: 8px 12px;
      border: 1px solid var(--divider-color);
      border-radius: var(--ha-border-radius-md, 8px);
      background: var(--card-background-color, #fff);
      box-shadow: 0 2px 8px rgb(0 0 0 / 25%);
      font-size: var(--ha-font-size-s, 12px);
      pointer-events: none;
    }
    .tip div {
      display: grid;
      grid-template-columns: auto 1fr auto;
      align-items: center;
      gap: 8px;
    }
    .tip b,
    .tip span {
      overflow-wrap: anywhere;
    }
    .tip span:last-child,
    .tip b:last-child {
      white-space: nowrap;
      text-align: end;
    }
    i {
      width: 10px;
      height: 10px;
      border-radius: 2px;
    }
  `}connectedCallback(){super.connectedCallback(),!(typeof ResizeObserver>"u")&&(this.#t=new ResizeObserver(([e])=>{let n=Math.round(e?.contentRect.width??0);n&&(this.width=n)}),this.#t.observe(this))}disconnectedCallback(){super.disconnectedCallback(),this.#t?.disconnect()}willUpdate(e){if(!e.has("bars"))return;this.active!==void 0&&this.active>=this.bars.length&&(this.active=void 0),this.bars[this.current]?.segments.length||(this.current=Math.max(this.bars.findIndex(r=>r.segments.length>0),0))}render(){let{bars:e,width:n}=this;if(!e.length)return l;let r=Math.max(0,...e.flatMap(({segments:$})=>$.map(({to:T})=>T))),o=Math.min(0,...e.flatMap(({segments:$})=>$.map(({to:T})=>T))),a=$r(o,r),i=a.map($=>this.axis($)),c=Math.ceil(Math.max(...i.map($=>$.length))*is)+8,[p,u]=[a[0]??0,a.at(-1)??1],h=(nt-Ne-os)/(u-p),g=$=>Ne+(u-$)*h,b=(n-c-as)/e.length,v=Math.max(...e.map(({label:$})=>$.length)),C=Math.max(1,Math.ceil((v*is+$a)/b));return d`<svg
        viewBox="0 0 ${n} ${nt}"
        role="group"
        aria-label=${this.heading}
        @keydown=${this.#o}
      >
        <defs>
          <pattern
            id="estimated"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line class="hatch" y2="6"></line>
          </pattern>
        </defs>
        ${a.map(($,T)=>W`<line class=${$===0?"line zero":"line"} x1=${c} x2=${n-as} y1=${g($)} y2=${g($)} aria-hidden="true"></line>
              <text x=${c-6} y=${g($)+4} text-anchor="end" aria-hidden="true">${i[T]}</text>`)}
        ${e.map(($,T)=>this.#n($,T,c+T*b,b,g))}
        ${e.map(($,T)=>T%C?l:W`<text x=${c+(T+.5)*b} y=${nt-4} text-anchor="middle" aria-hidden="true">${$.label}</text>`)}
      </svg>
      ${this.#r(c,b)}`}#n(e,n,r,o,a){let i=cs(o),c=r+(o-i)/2,p=!e.segments.length,u=this.opens&&!p,h=g=>{this.#e=ds(g)&&this.active!==n,this.active=n};return W`<g
      class="bar ${n===this.active&&!p?"active":""} ${u?"opens":""}"
      role=${u?"button":"img"}
      aria-label=${this.#s(e)}
      tabindex=${p?l:n===this.current?0:-1}
      data-index=${n}
      @pointerenter=${h}
      @pointerleave=${this.#a}
      @focus=${h}
      @blur=${this.#a}
      @click=${()=>{u&&!this.#e&&this.#c(e),this.#e=!1}}
    >
      <rect class="band" x=${r} y=${Ne} width=${o} height=${nt-Ne-os}></rect>
      ${e.segments.map(g=>{let b=a(Math.max(g.from,g.to)),v=Math.max(a(Math.min(g.from,g.to))-b,0),C=Math.max(v-(v>3?1:0),.5);return W`<rect x=${c} y=${b} width=${i} height=${C} rx=${Math.min(2,C/2)} fill=${g.series.color}></rect>
          ${g.estimated?W`<rect x=${c} y=${b} width=${i} height=${C} fill="url(#estimated)"></rect>`:l}`})}
    </g>`}#s(e){let n=e.segments.map(a=>`${this.named(a.series)} ${this.partly(a)}`),r=e.estimated&&this.estimated?` (${this.estimated})`:"",o=`${e.name}: ${this.whole(e)}${r}`;return n.length>1?`${o}: ${n.join(", ")}`:o}#r(e,n){let{active:r}=this,o=r===void 0?void 0:this.bars[r];if(r===void 0||!o?.segments.length)return l;let a=e+(r+.5)*n,i=a>this.width/2,c=Math.max((i?this.width-a:a)+cs(n)/2+Ne,0),p=Math.min(this.width-c,ka),u=`${i?"right":"left"}:${c}px;max-width:${p}px`,h=o.segments.length>1;return d`<div class="tip" style=${`${u};top:${Ne}px`} aria-hidden="true">
      <b>${o.name}</b>
      ${[...o.segments].reverse().map(g=>d`<div>
            <i style=${`background:${g.series.color}`}></i>
            <span>${this.named(g.series)}</span><span>${this.partly(g)}</span>
          </div>`)}
      ${h?d`<div><i></i><b></b><b>${this.whole(o)}</b></div>`:l}
      ${o.estimated&&this.estimated?d`<span>≈ ${this.estimated}</span>`:l}
    </div>`}#a;#c(e){this.dispatchEvent(new CustomEvent("open-bar",{detail:e.key}))}#o};m([_({attribute:!1})],j.prototype,"bars",2),m([_()],j.prototype,"heading",2),m([_()],j.prototype,"estimated",2),m([_({attribute:!1})],j.prototype,"axis",2),m([_({attribute:!1})],j.prototype,"whole",2),m([_({attribute:!1})],j.prototype,"partly",2),m([_({attribute:!1})],j.prototype,"named",2),m([_({type:Boolean})],j.prototype,"opens",2),m([f()],j.prototype,"width",2),m([f()],j.prototype,"active",2),m([f()],j.prototype,"current",2);var Aa=new Set(["auto","other"]),ls=(s,t)=>{let e=s.services.plug_control;return!e||!("correct_session"in e)||t.anonymised?!1:t.may_correct??s.user?.is_admin===!0},za=s=>Object.values(s.entities).filter(({platform:n,translation_key:r,entity_id:o})=>n===O&&r==="car"&&o.startsWith("select.")).flatMap(({entity_id:n})=>s.states[n]?.attributes.options).filter(n=>typeof n=="string"&&!Aa.has(n)),Oa=(s,t,{hass:e,cars:n})=>{let r=new Map(n.map(({key:a,name:i})=>[a,i])),o=new Set(r.values());for(let a of za(e))o.has(a)||r.set(a,a);return t&&!r.has(t)&&r.set(t,s.car??t),[...r].map(([a,i])=>({key:a,name:i}))},ps=(s,t)=>{let{busy:e,persons:n,say:r}=t,o=s.car_id??s.car??"",a=Oa(s,o,t);return d`<form @submit=${t.save}>
    ${a.length?d`<label
            ><span>${r("car")}</span>
            <select name="car">
              <option value="">${r("no_car")}</option>
              ${a.map(({key:i,name:c})=>d`<option value=${i} .selected=${D(i===o)}>${c}</option>`)}
            </select></label
          >`:l}
    <label
      ><span>${r("person")}</span>
      <input
        type="text"
        name="person"
        maxlength="100"
        list="persons"
        autocomplete="off"
        .value=${q(s)}
      />
    </label>
    <datalist id="persons">
      ${n.map(i=>d`<option value=${i}></option>`)}
    </datalist>
    <label
      ><span>${r("note")}</span>
      <input type="text" name="note" maxlength="500" autocomplete="off" .value=${s.note??""} />
    </label>
    <p class="secondary">${r("correct_hint")}</p>
    <div class="buttons">
      <button type="button" @click=${t.cancel}>${r("cancel")}</button>
      <button class="primary" ?disabled=${e}>${r("save")}</button>
    </div>
  </form>`},us=(s,t)=>{let e=new FormData(s),n=i=>{let c=e.get(i);return typeof c=="string"?c.trim():void 0},[r,o,a]=[n("car"),n("person"),n("note")];return{...r!==void 0&&r!==(t.car_id??t.car??"")&&{car:r},...o!==void 0&&o!==q(t)&&{person:o},...a!==void 0&&a!==(t.note??"")&&{note:a}}};var Fe=36e5,Ca=9e5,Ea=6e5,hs=s=>s.flatMap(({start:t,end:e,mean:n},r)=>{let o={at:t,powerW:n??0};return s[r+1]?.start===e?[o]:[o,{at:e,powerW:0}]}),ln=s=>s.some(({start:t})=>Date.parse(t)%Fe!==0)||s.some((t,e)=>{let n=s[e+1];return n&&Date.parse(n.start)-Date.parse(t.start)<Fe})?Ca:Fe,Ta=(s,t,e)=>{let n=ln(s);return hs(s.flatMap(r=>{let o=Math.max(Date.parse(r.start),t),a=Math.min(Date.parse(r.start)+n,e);return a<=o?[]:[{start:o,end:a,mean:r.energy_wh*Fe/(a-o)}]}))},Ma=(s,t)=>{let e=s[0];return e!==void 0&&e.at<=t+Ea},Ra=async(s,t,e,n)=>{let r=await s.callWS({type:"history/history_during_period",start_time:new Date(e).toISOString(),end_time:new Date(n).toISOString(),entity_ids:[t],minimal_response:!0,no_attributes:!0,significant_changes_only:!1}),o=s.states[t]?.attributes.unit_of_measurement;return Kt(r[t]??[],o==="kW"?1e3:1)},ms=async(s,t,e,n,r)=>{let o=await s.callWS({type:"recorder/statistics_during_period",start_time:new Date(e).toISOString(),end_time:new Date(n).toISOString(),statistic_ids:[t],period:r,types:["mean"],units:{power:"W"}});return hs(o[t]??[])},gs=async(s,t,e,n,r)=>{let o=t?[["states",()=>Ra(s,t,n,r)],["minutes",()=>ms(s,t,n,r,"5minute")]]:[];for(let[c,p]of o){let u=await p().catch(()=>[]);if(Ma(u,n))return{points:u,origin:c}}if(e.length)return{points:Ta(e,n,r),origin:"slots"};if(!t)return;let a=Math.floor(n/Fe)*Fe,i=await ms(s,t,a,r,"hour").catch(()=>[]);return i.length?{points:i,origin:"hours"}:void 0};var fs=k`
  .figures,
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
    gap: 12px 16px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .figures dd {
    font-size: var(--ha-font-size-xl, 20px);
  }
  dd small {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  section,
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  svg.curve {
    display: block;
    width: 100%;
    height: 120px;
    overflow: visible;
  }
  svg.curve * {
    vector-effect: non-scaling-stroke;
  }
  .power {
    fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
    stroke: var(--primary-color);
    stroke-width: 1.5;
  }
  .base,
  .hour {
    stroke: var(--divider-color);
  }
  .by {
    stroke: var(--primary-text-color);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .axis {
    position: relative;
    min-height: 16px;
    font-size: var(--ha-font-size-xs, 11px);
    color: var(--secondary-text-color);
  }
  .hours span {
    position: absolute;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .hours span.first {
    transform: none;
  }
  .hours span.last {
    transform: translateX(-100%);
  }
  .note {
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: var(--ha-font-size-s, 12px);
  }
  .legend i {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 6px;
    border-radius: 2px;
  }
`;var Mt=k`
  dialog {
    box-sizing: border-box;
    width: min(760px, calc(100vw - 32px));
    max-height: calc(100dvh - 32px);
    padding: 0;
    border: 0;
    border-radius: var(--ha-border-radius-3xl, 24px);
    background: var(--card-background-color, #fff);
    color: var(--primary-text-color);
    box-shadow: 0 8px 32px rgb(0 0 0 / 35%);
  }
  dialog.small {
    width: min(480px, calc(100vw - 32px));
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  .frame {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding: 0 20px 20px;
  }
  header {
    position: sticky;
    top: 0;
    z-index: 2;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 8px;
    margin: 0 -20px;
    padding: 16px 12px 8px 20px;
    background: inherit;
    background-color: var(--card-background-color, #fff);
  }
  h2,
  h3 {
    margin: 0;
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: var(--ha-font-size-xl, 20px);
  }
  h3 {
    font-size: var(--ha-font-size-m, 14px);
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  button.close {
    width: 40px;
    padding: 0;
    border: 0;
    border-radius: 50%;
  }
  button.close svg {
    display: block;
    width: 24px;
    height: 24px;
    margin: auto;
    fill: currentColor;
  }
  [role="alert"]:not(:empty) {
    padding: 8px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow-wrap: anywhere;
  }
  [role="alert"]:empty {
    position: absolute; /* no row of the dialog */
  }
  header + p {
    margin-top: -12px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
  }
  @media (max-width: 520px) {
    dialog,
    dialog.small {
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border-radius: 0;
    }
    .frame {
      padding: 0 16px 16px;
    }
    header {
      margin: 0 -16px;
      padding: 12px 8px 8px 16px;
    }
  }
`,Rt="M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12 19 6.4Z";var Pa=1400,rt=72,st=320,_s=(s,t,{format:e,say:n})=>{if(!t||!s.started_at)return l;let r=Date.parse(s.started_at),o=s.stopped_at?Date.parse(s.stopped_at):Date.now(),a=Math.max(...t.points.map(({powerW:g})=>g),0),i=Math.max(Pa,a),p=((s.plan?.ready_by?Date.parse(s.plan.ready_by):Number.NaN)-r)/(o-r)*st,u=t.origin==="states"?"":n("power_means"),h=g=>(g-r)/(o-r);return d`<section>
    <h3>${n("power")}</h3>
    <div>
      <div class="axis" aria-hidden="true">${e.power(i)}</div>
      <svg
        class="curve"
        viewBox="0 0 ${st} ${rt}"
        preserveAspectRatio="none"
        role="img"
        aria-label="${n("power")}: ≤ ${e.power(a)}"
      >
        ${$t(r,o,e).map(g=>{let b=h(g)*st;return W`<line class="hour" y1="0" y2=${rt} x1=${b} x2=${b}></line>`})}
        <path class="power" d=${Yt(t.points,r,o,o,i)}></path>
        <line class="base" x1="0" x2=${st} y1=${rt} y2=${rt}></line>
        ${p>0&&p<st?W`<line class="by" y1="0" y2=${rt} x1=${p} x2=${p}></line>`:l}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${$t(r,o,e).map(g=>{let b=h(g)<.04?"first":h(g)>.96?"last":"";return d`<span class=${b} style=${`left:${(h(g)*100).toFixed(1)}%`}
            >${e.time(new Date(g))}</span
          >`})}
      </div>
    </div>
    ${u?d`<p class="secondary">${u}</p>`:l}
  </section>`};var Da=64,pn=36e5,ja=s=>[{key:"solar",name:s("sun"),color:Le.solar},{key:"battery",name:s("home_battery"),color:Le.battery},{key:"grid",name:s("grid"),color:Le.grid},{key:"unknown",name:s("source_unknown"),color:ve}],Ha=s=>{let t=new Map;for(let e of s){let n=Math.floor(Date.parse(e.start)/pn)*pn,r=t.get(n),o=(a,i)=>a===null&&i===null?null:(a??0)+(i??0);t.set(n,{start:new Date(n).toISOString(),energy_wh:(r?.energy_wh??0)+e.energy_wh,grid_wh:o(r?.grid_wh??null,e.grid_wh),solar_wh:o(r?.solar_wh??null,e.solar_wh),battery_wh:o(r?.battery_wh??null,e.battery_wh),price:e.price,estimated:(r?.estimated??!1)||e.estimated})}return[...t.values()]},Wa=(s,t,e)=>{let n={solar:s.solar_wh??0,battery:s.battery_wh??0,grid:s.grid_wh??0,unknown:Math.max(s.energy_wh-Ee(s),0)},o={...{grid_wh:null,solar_wh:null,battery_wh:null},cost:null,saved:null,co2_g:null,sessions:1,without_cost:1,without_co2:1},a=0,i=t.flatMap(p=>{let u=n[p.key]??0;if(u<1)return[];a+=u;let{estimated:h}=s;return[{series:p,from:a-u,to:a,sums:{...o,energy_wh:u,estimated:h},estimated:h}]}),c=new Date(s.start);return{key:s.start,segments:i,value:s.energy_wh,estimated:s.estimated,label:e.time(c),name:e.dateTime(c)}},ys=(s,{format:t,say:e})=>{let n=s.slots??[];if(!n.some(c=>(c.solar_wh??0)>0||(c.battery_wh??0)>0))return l;let r=n.length>Da&&ln(n)<pn?Ha(n):n,o=ja(e),a=r.map(c=>Wa(c,o,t)),i=o.filter(c=>a.some(p=>p.segments.some(u=>u.series===c)));return d`<section>
    <h3>${e("sources")}</h3>
    <plug-control-sessions-chart
      .bars=${a}
      .heading=${e("sources")}
      .estimated=${e("estimated_legend")}
      .axis=${c=>`${t.number(c/1e3,3,0)} kWh`}
      .whole=${c=>t.energy(c.value??0)}
      .partly=${c=>t.energy(c.to-c.from)}
    ></plug-control-sessions-chart>
    <div class="legend" aria-hidden="true">
      ${i.map(({name:c,color:p})=>d`<span><i style=${`background:${p}`}></i>${c}</span>`)}
    </div>
  </section>`};var F=class extends x{constructor(){super(...arguments);this.cars=[];this.persons=[];this.editing=!1;this.busy=!1;this.text=()=>{};this.#o=async()=>{this.editing=!0,await this.updateComplete,this.renderRoot.querySelector("form select, form input")?.focus()};this.#i=async e=>{e.preventDefault();let{hass:n,session:r,detail:o}=this;if(!n||!r||!o)return;let a=us(e.target,o);this.busy=!0;try{Object.keys(a).length&&(await Cr(n,r,a),this.detail=await rn(n,r),this.dispatchEvent(new CustomEvent("corrected"))),this.editing=!1,this.error=void 0}catch(i){this.error=await M(n,i)}finally{this.busy=!1}};this.#h=()=>{this.renderRoot.querySelector("dialog")?.close()};this.#u=()=>{this.dispatchEvent(new CustomEvent("closed"))}}static{this.styles=[S,Mt,fs]}firstUpdated(){this.renderRoot.querySelector("dialog")?.showModal(),this.#e()}async#e(){let{hass:e,session:n}=this;if(!e||!n)return;this.#t(e);try{this.detail=await rn(e,n)}catch(p){this.error=await M(e,p)}let{started_at:r,stopped_at:o}=n;if(!r)return;let[a,i]=[Date.parse(r),o?Date.parse(o):Date.now()];if(i<=a)return;let c=this.detail?.slots??[];this.curve=await gs(e,this.#n(e,n),c,a,i)}async#t(e){let n=await e.loadBackendTranslation?.("entity","plug_control").catch(()=>{});n&&(this.text=r=>n(`component.plug_control.entity.sensor.stop_reason.state.${r}`))}#n(e,n){let{charge_point_id:r,connector_id:o}=n,a=[`${r}#${String(o)}`,r],i=(u,h)=>e.devices[u]?.identifiers?.some(([g,b])=>g===O&&b===h),c=J(e);return a.map(u=>c.find(({deviceId:h})=>i(h,u))).find(u=>u!==void 0)?.entities.get("sensor.power")?.[0]}render(){let{hass:e,session:n}=this;if(!e||!n)return l;let r={...n,...this.detail},o=z(e),a={format:o,say:h=>this.#p(h)},i=r.started_at??r.stopped_at,p=[r.connector_name??r.charge_point_name??r.charge_point_id,q(r),r.car??""].filter(Boolean).join(" · "),u=dn(r)||r.time_estimated;return d`<dialog
      aria-labelledby="title"
      @close=${this.#u}
      @click=${h=>{h.target===h.currentTarget&&this.#h()}}
    >
      <div class="frame">
        <header>
          <h2 id="title">
            ${this.#p("session")}${i?d` · ${o.dateTime(new Date(i))}`:l}
          </h2>
          <button class="close" aria-label=${this.#p("close")} @click=${this.#h}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${Rt}></path></svg>
          </button>
        </header>
        <p class="secondary">${p}</p>
        <div role="alert">${this.error??l}</div>
        ${this.#s(en(r,kr(r),o,{estimated:r.worth_estimated,energyEstimated:r.energy_estimated}),"figures")}
        ${_s(r,this.curve,a)} ${ys(r,a)}
        ${this.#a(r,o)}
        ${this.#s(zr(r,o).concat(this.#r(r),Ct(r,a)),"")}
        ${r.note&&!this.editing?d`<p class="note">${r.note}</p>`:l}
        ${u?d`<p class="secondary">≈ ${this.#p("estimated_legend")}</p>`:l}
        ${this.editing?this.#l(e,r):this.#c(e,r)}
      </div>
    </dialog>`}#s(e,n){return d`<dl class=${n||l}>
      ${e.map(({word:r,text:o,more:a})=>d`<div>
            <dt>${this.#p(r)}</dt>
            <dd>${o}${a?d`<small>${a}</small>`:l}</dd>
          </div>`)}
    </dl>`}#r(e){let n=[],r=e.card_name??e.id_tag;r&&r!==q(e)&&n.push({word:"card",text:r});let o=e.started_by_name;o&&o!==q(e)&&n.push({word:"started_by",text:o});let a=e.why_ended??e.stop_reason,i=a&&a!=="unknown"?this.text(a):void 0;return i&&n.push({word:"stop_reason",text:i}),n}#a(e,n){let r=Or(e,n);if(!r)return l;let o=r.share===void 0?"":` (${n.percent(r.share)})`;return this.#s([{word:"plan",text:r.planned},{word:"plan_came",text:`${r.came}${o}`}],"")}#c(e,n){return d`<div class="buttons">
      ${n.signed_values?d`<button
              @click=${()=>{this.dispatchEvent(new CustomEvent("signed"))}}
            >
              ${this.#p("signed")}
            </button>`:l}
      ${this.detail&&ls(e,n)?d`<button @click=${this.#o}>${this.#p("correct")}</button>`:l}
    </div>`}#o;#l(e,n){let{cars:r,persons:o,busy:a}=this;return ps(n,{hass:e,cars:r,persons:o,busy:a,say:i=>this.#p(i),save:this.#i,cancel:()=>{this.editing=!1}})}#i;#h;#u;#p(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],F.prototype,"hass",2),m([_({attribute:!1})],F.prototype,"session",2),m([_({attribute:!1})],F.prototype,"cars",2),m([_({attribute:!1})],F.prototype,"persons",2),m([f()],F.prototype,"detail",2),m([f()],F.prototype,"curve",2),m([f()],F.prototype,"error",2),m([f()],F.prototype,"editing",2),m([f()],F.prototype,"busy",2),m([f()],F.prototype,"text",2);var La=["sessions","company_car","landlord","registration"],Na={pdf:"PDF",xlsx:"Excel (XLSX)",csv:"CSV"},Fa=s=>{let t=s.trim().replace(",",".");if(t)return/^(\d+\.?\d*|\.\d+)$/.test(t)?Number(t):Number.NaN},Ua=s=>typeof s=="string"&&/^\/(?!\/)/.test(s),de=class extends x{constructor(){super(...arguments);this.filter={};this.made=[];this.busy=!1;this.#n=async e=>{e.preventDefault();let{hass:n}=this;if(!n)return;let r=new FormData(e.target),o=p=>{let u=r.get(p);return typeof u=="string"?u:""},a=Fa(o("price"));if(this.made=[],Number.isNaN(a)){this.error=this.#r("price_agreed_wrong");return}let{car_id:i,...c}=this.filter;this.busy=!0,this.error=void 0;try{let p=await P(n,"export_sessions",{...c,...i&&{car:i},layout:o("layout"),formats:[o("format")],...a!==void 0&&{price_per_kwh:a},language:n.language});this.made=(p.documents??[]).filter(({link:u})=>Ua(u))}catch(p){this.error=await M(n,p)}finally{this.busy=!1}};this.#s=()=>{this.renderRoot.querySelector("dialog")?.close()}}static{this.styles=[S,Mt,k`
      form {
        display: grid;
        gap: 12px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      a {
        display: block;
        padding: 10px 0;
        color: color-mix(in srgb, var(--primary-color) 60%, var(--primary-text-color));
        overflow-wrap: anywhere;
      }
    `]}firstUpdated(){this.renderRoot.querySelector("dialog")?.showModal()}render(){let{hass:e}=this;return e?d`<dialog
      class="small"
      aria-labelledby="title"
      @close=${()=>{this.dispatchEvent(new CustomEvent("closed"))}}
    >
      <div class="frame">
        <header>
          <h2 id="title">${this.#r("document")}</h2>
          <button class="close" aria-label=${this.#r("close")} @click=${this.#s}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${Rt}></path></svg>
          </button>
        </header>
        <p class="secondary">${this.#r("document_hint")}</p>
        <form @submit=${this.#n}>
          ${this.#e("layout",La.map(n=>[n,this.#r(`layout_${n}`)]))}
          ${this.#e("format",Object.entries(Na))} ${this.#t(e)}
          <div class="buttons">
            <button class="primary" ?disabled=${this.busy}>
              ${this.#r(this.busy?"document_busy":"document_make")}
            </button>
          </div>
        </form>
        <div role="alert">${this.error??l}</div>
        <div role="status">
          ${this.made.length?d`<h3>${this.#r("document_ready")}</h3>
                  <ul>
                    ${this.made.map(({name:n,link:r})=>d`<li><a href=${r} download=${n}>${n}</a></li>`)}
                  </ul>`:l}
        </div>
      </div>
    </dialog>`:l}#e(e,n){return d`<label
      ><span>${this.#r(e)}</span>
      <select name=${e}>
        ${n.map(([r,o])=>d`<option value=${r}>${o}</option>`)}
      </select></label
    >`}#t(e){let n=new Map([["currency",e.config.currency??""]]);return d`<label
      ><span>${A(this.#r("price_agreed"),n)}</span>
      <input type="text" name="price" inputmode="decimal" autocomplete="off" maxlength="12" />
      <span class="secondary">${this.#r("price_agreed_hint")}</span>
    </label>`}#n;#s;#r(e){return w(this.hass?.language,e)}};m([_({attribute:!1})],de.prototype,"hass",2),m([_({attribute:!1})],de.prototype,"filter",2),m([f()],de.prototype,"made",2),m([f()],de.prototype,"error",2),m([f()],de.prototype,"busy",2);var bs=[{title:"Plug Control"}],ws=(s,t)=>({title:"Plug Control",views:s.map(e=>({...e,cards:[{type:"custom:plug-control-waiting-card",...t&&{error:t}}]}))}),Pt=class extends HTMLElement{static#e=bs;static async generate(t,e){if(!ce(e))return ws(this.#e);try{let n=await P(e,"get_dashboard",{language:e.language}),r=n.views.map(({title:o,path:a,icon:i})=>({title:o,path:a,icon:i}));return this.#e=r.length?r:bs,n}catch(n){return ws(this.#e,await M(e,n))}}};var Ia={"plug-control-mode":ae,"plug-control-limit":Q,"plug-control-plan":ie,"plug-control-graph":B,"plug-control-card":X,"plug-control-sessions-chart":j,"plug-control-session-detail":F,"plug-control-session-document":de,"plug-control-sessions-card":E,"plug-control-month-card":te,"plug-control-call-card":ze,"plug-control-counts-card":Oe,"plug-control-found-card":we,"plug-control-power-card":je,"plug-control-receipt-card":he,"plug-control-waiting-card":He,"ll-strategy-dashboard-plug-control":Pt},Ba=(s,t)=>{let e=s.entities[t];return e?.platform!==O||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},Va=()=>{let s=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:w(s,"card_description"),preview:!0,getEntitySuggestion:Ba},{type:"plug-control-sessions-card",name:`Plug Control: ${w(s,"sessions")}`,description:w(s,"sessions_description"),preview:!0},{type:"plug-control-receipt-card",name:`Plug Control: ${w(s,"receipt")}`,description:w(s,"receipt_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:w(s,"dashboard_description")})},qa=Promise.race(["home-assistant","hc-main"].map(s=>customElements.whenDefined(s)));Va();qa.then(()=>{for(let[s,t]of Object.entries(Ia))customElements.get(s)||customElements.define(s,t)});
