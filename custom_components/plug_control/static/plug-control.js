var Le=Object.defineProperty;var Ue=Object.getOwnPropertyDescriptor;var m=(r,e,t,n)=>{for(var s=n>1?void 0:n?Ue(e,t):e,i=r.length-1,o;i>=0;i--)(o=r[i])&&(s=(n?o(e,t,s):o(s))||s);return n&&s&&Le(e,t,s),s};var ot=globalThis,at=ot.ShadowRoot&&(ot.ShadyCSS===void 0||ot.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Ot=Symbol(),Bt=new WeakMap,G=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==Ot)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(at&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=Bt.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&Bt.set(t,e))}return e}toString(){return this.cssText}},Vt=r=>new G(typeof r=="string"?r:r+"",void 0,Ot),$=(r,...e)=>{let t=r.length===1?r[0]:e.reduce((n,s,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+r[i+1],r[0]);return new G(t,r,Ot)},jt=(r,e)=>{if(at)r.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let n=document.createElement("style"),s=ot.litNonce;s!==void 0&&n.setAttribute("nonce",s),n.textContent=t.cssText,r.appendChild(n)}},kt=at?r=>r:r=>r instanceof CSSStyleSheet?(e=>{let t="";for(let n of e.cssRules)t+=n.cssText;return Vt(t)})(r):r;var{is:Fe,defineProperty:Ie,getOwnPropertyDescriptor:ze,getOwnPropertyNames:Be,getOwnPropertySymbols:Ve,getPrototypeOf:je}=Object,lt=globalThis,Zt=lt.trustedTypes,Ze=Zt?Zt.emptyScript:"",qe=lt.reactiveElementPolyfillSupport,J=(r,e)=>r,X={toAttribute(r,e){switch(e){case Boolean:r=r?Ze:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,e){let t=r;switch(e){case Boolean:t=r!==null;break;case Number:t=r===null?null:Number(r);break;case Object:case Array:try{t=JSON.parse(r)}catch{t=null}}return t}},ct=(r,e)=>!Fe(r,e),qt={attribute:!0,type:String,converter:X,reflect:!1,useDefault:!1,hasChanged:ct};Symbol.metadata??=Symbol("metadata"),lt.litPropertyMetadata??=new WeakMap;var D=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=qt){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),s=this.getPropertyDescriptor(e,n,t);s!==void 0&&Ie(this.prototype,e,s)}}static getPropertyDescriptor(e,t,n){let{get:s,set:i}=ze(this.prototype,e)??{get(){return this[t]},set(o){this[t]=o}};return{get:s,set(o){let a=s?.call(this);i?.call(this,o),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??qt}static _$Ei(){if(this.hasOwnProperty(J("elementProperties")))return;let e=je(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(J("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(J("properties"))){let t=this.properties,n=[...Be(t),...Ve(t)];for(let s of n)this.createProperty(s,t[s])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[n,s]of t)this.elementProperties.set(n,s)}this._$Eh=new Map;for(let[t,n]of this.elementProperties){let s=this._$Eu(t,n);s!==void 0&&this._$Eh.set(s,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let s of n)t.unshift(kt(s))}else e!==void 0&&t.push(kt(e));return t}static _$Eu(e,t){let n=t.attribute;return n===!1?void 0:typeof n=="string"?n:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return jt(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),s=this.constructor._$Eu(e,n);if(s!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:X).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(s):this.setAttribute(s,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,s=n._$Eh.get(e);if(s!==void 0&&this._$Em!==s){let i=n.getPropertyOptions(s),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:X;this._$Em=s;let a=o.fromAttribute(t,i.type);this[s]=a??this._$Ej?.get(s)??a,this._$Em=null}}requestUpdate(e,t,n,s=!1,i){if(e!==void 0){let o=this.constructor;if(s===!1&&(i=this[e]),n??=o.getPropertyOptions(e),!((n.hasChanged??ct)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(o._$Eu(e,n))))return;this.C(e,t,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:s,wrapped:i},o){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,o??t??this[e]),i!==!0||o!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),s===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,i]of this._$Ep)this[s]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[s,i]of n){let{wrapped:o}=i,a=this[s];o!==!0||this._$AL.has(s)||a===void 0||this.C(s,void 0,i,a)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(t)):this._$EM()}catch(n){throw e=!1,this._$EM(),n}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};D.elementStyles=[],D.shadowRootOptions={mode:"open"},D[J("elementProperties")]=new Map,D[J("finalized")]=new Map,qe?.({ReactiveElement:D}),(lt.reactiveElementVersions??=[]).push("2.1.2");var Mt=globalThis,Kt=r=>r,dt=Mt.trustedTypes,Yt=dt?dt.createPolicy("lit-html",{createHTML:r=>r}):void 0,Dt="$lit$",P=`lit$${Math.random().toFixed(9).slice(2)}$`,Pt="?"+P,Ke=`<${Pt}>`,z=document,tt=()=>z.createComment(""),et=r=>r===null||typeof r!="object"&&typeof r!="function",Ht=Array.isArray,ee=r=>Ht(r)||typeof r?.[Symbol.iterator]=="function",Rt=`[ 	
\f\r]`,Q=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Gt=/-->/g,Jt=/>/g,F=RegExp(`>|${Rt}(?:([^\\s"'>=/]+)(${Rt}*=${Rt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Xt=/'/g,Qt=/"/g,ne=/^(?:script|style|textarea|title)$/i,Nt=r=>(e,...t)=>({_$litType$:r,strings:e,values:t}),h=Nt(1),ft=Nt(2),ds=Nt(3),x=Symbol.for("lit-noChange"),d=Symbol.for("lit-nothing"),te=new WeakMap,I=z.createTreeWalker(z,129);function se(r,e){if(!Ht(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return Yt!==void 0?Yt.createHTML(e):e}var re=(r,e)=>{let t=r.length-1,n=[],s,i=e===2?"<svg>":e===3?"<math>":"",o=Q;for(let a=0;a<t;a++){let l=r[a],p,c,u=-1,y=0;for(;y<l.length&&(o.lastIndex=y,c=o.exec(l),c!==null);)y=o.lastIndex,o===Q?c[1]==="!--"?o=Gt:c[1]!==void 0?o=Jt:c[2]!==void 0?(ne.test(c[2])&&(s=RegExp("</"+c[2],"g")),o=F):c[3]!==void 0&&(o=F):o===F?c[0]===">"?(o=s??Q,u=-1):c[1]===void 0?u=-2:(u=o.lastIndex-c[2].length,p=c[1],o=c[3]===void 0?F:c[3]==='"'?Qt:Xt):o===Qt||o===Xt?o=F:o===Gt||o===Jt?o=Q:(o=F,s=void 0);let _=o===F&&r[a+1].startsWith("/>")?" ":"";i+=o===Q?l+Ke:u>=0?(n.push(p),l.slice(0,u)+Dt+l.slice(u)+P+_):l+P+(u===-2?a:_)}return[se(r,i+(r[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),n]},nt=class r{constructor({strings:e,_$litType$:t},n){let s;this.parts=[];let i=0,o=0,a=e.length-1,l=this.parts,[p,c]=re(e,t);if(this.el=r.createElement(p,n),I.currentNode=this.el.content,t===2||t===3){let u=this.el.content.firstChild;u.replaceWith(...u.childNodes)}for(;(s=I.nextNode())!==null&&l.length<a;){if(s.nodeType===1){if(s.hasAttributes())for(let u of s.getAttributeNames())if(u.endsWith(Dt)){let y=c[o++],_=s.getAttribute(u).split(P),it=/([.?@])?(.*)/.exec(y);l.push({type:1,index:i,name:it[2],strings:_,ctor:it[1]==="."?ht:it[1]==="?"?ut:it[1]==="@"?mt:V}),s.removeAttribute(u)}else u.startsWith(P)&&(l.push({type:6,index:i}),s.removeAttribute(u));if(ne.test(s.tagName)){let u=s.textContent.split(P),y=u.length-1;if(y>0){s.textContent=dt?dt.emptyScript:"";for(let _=0;_<y;_++)s.append(u[_],tt()),I.nextNode(),l.push({type:2,index:++i});s.append(u[y],tt())}}}else if(s.nodeType===8)if(s.data===Pt)l.push({type:2,index:i});else{let u=-1;for(;(u=s.data.indexOf(P,u+1))!==-1;)l.push({type:7,index:i}),u+=P.length-1}i++}}static createElement(e,t){let n=z.createElement("template");return n.innerHTML=e,n}};function B(r,e,t=r,n){if(e===x)return e;let s=n!==void 0?t._$Co?.[n]:t._$Cl,i=et(e)?void 0:e._$litDirective$;return s?.constructor!==i&&(s?._$AO?.(!1),i===void 0?s=void 0:(s=new i(r),s._$AT(r,t,n)),n!==void 0?(t._$Co??=[])[n]=s:t._$Cl=s),s!==void 0&&(e=B(r,s._$AS(r,e.values),s,n)),e}var pt=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,s=(e?.creationScope??z).importNode(t,!0);I.currentNode=s;let i=I.nextNode(),o=0,a=0,l=n[0];for(;l!==void 0;){if(o===l.index){let p;l.type===2?p=new q(i,i.nextSibling,this,e):l.type===1?p=new l.ctor(i,l.name,l.strings,this,e):l.type===6&&(p=new gt(i,this,e)),this._$AV.push(p),l=n[++a]}o!==l?.index&&(i=I.nextNode(),o++)}return I.currentNode=z,s}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(e,n,t),t+=n.strings.length-2):n._$AI(e[t])),t++}},q=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,s){this.type=2,this._$AH=d,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=B(this,e,t),et(e)?e===d||e==null||e===""?(this._$AH!==d&&this._$AR(),this._$AH=d):e!==this._$AH&&e!==x&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):ee(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==d&&et(this._$AH)?this._$AA.nextSibling.data=e:this.T(z.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,s=typeof n=="number"?this._$AC(e):(n.el===void 0&&(n.el=nt.createElement(se(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===s)this._$AH.p(t);else{let i=new pt(s,this),o=i.u(this.options);i.p(t),this.T(o),this._$AH=i}}_$AC(e){let t=te.get(e.strings);return t===void 0&&te.set(e.strings,t=new nt(e)),t}k(e){Ht(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,n,s=0;for(let i of e)s===t.length?t.push(n=new r(this.O(tt()),this.O(tt()),this,this.options)):n=t[s],n._$AI(i),s++;s<t.length&&(this._$AR(n&&n._$AB.nextSibling,s),t.length=s)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let n=Kt(e).nextSibling;Kt(e).remove(),e=n}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},V=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,s,i){this.type=1,this._$AH=d,this._$AN=void 0,this.element=e,this.name=t,this._$AM=s,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=d}_$AI(e,t=this,n,s){let i=this.strings,o=!1;if(i===void 0)e=B(this,e,t,0),o=!et(e)||e!==this._$AH&&e!==x,o&&(this._$AH=e);else{let a=e,l,p;for(e=i[0],l=0;l<i.length-1;l++)p=B(this,a[n+l],t,l),p===x&&(p=this._$AH[l]),o||=!et(p)||p!==this._$AH[l],p===d?e=d:e!==d&&(e+=(p??"")+i[l+1]),this._$AH[l]=p}o&&!s&&this.j(e)}j(e){e===d?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},ht=class extends V{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===d?void 0:e}},ut=class extends V{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==d)}},mt=class extends V{constructor(e,t,n,s,i){super(e,t,n,s,i),this.type=5}_$AI(e,t=this){if((e=B(this,e,t,0)??d)===x)return;let n=this._$AH,s=e===d&&n!==d||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==d&&(n===d||s);s&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},gt=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){B(this,e)}},ie={M:Dt,P,A:Pt,C:1,L:re,R:pt,D:ee,V:B,I:q,H:V,N:ut,U:mt,B:ht,F:gt},Ye=Mt.litHtmlPolyfillSupport;Ye?.(nt,q),(Mt.litHtmlVersions??=[]).push("3.3.3");var oe=(r,e,t)=>{let n=t?.renderBefore??e,s=n._$litPart$;if(s===void 0){let i=t?.renderBefore??null;n._$litPart$=s=new q(e.insertBefore(tt(),i),i,void 0,t??{})}return s._$AI(r),s};var Wt=globalThis,b=class extends D{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=oe(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return x}};b._$litElement$=!0,b.finalized=!0,Wt.litElementHydrateSupport?.({LitElement:b});var Ge=Wt.litElementPolyfillSupport;Ge?.({LitElement:b});(Wt.litElementVersions??=[]).push("4.2.2");var Je={attribute:!0,type:String,converter:X,reflect:!1,hasChanged:ct},Xe=(r=Je,e,t)=>{let{kind:n,metadata:s}=t,i=globalThis.litPropertyMetadata.get(s);if(i===void 0&&globalThis.litPropertyMetadata.set(s,i=new Map),n==="setter"&&((r=Object.create(r)).wrapped=!0),i.set(t.name,r),n==="accessor"){let{name:o}=t;return{set(a){let l=e.get.call(this);e.set.call(this,a),this.requestUpdate(o,l,r,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,r,a),a}}}if(n==="setter"){let{name:o}=t;return function(a){let l=this[o];e.call(this,a),this.requestUpdate(o,l,r,!0,a)}}throw Error("Unsupported decorator location: "+n)};function g(r){return(e,t)=>typeof t=="object"?Xe(r,e,t):((n,s,i)=>{let o=s.hasOwnProperty(i);return s.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(s,i):void 0})(r,e,t)}function v(r){return g({...r,state:!0,attribute:!1})}var Qe={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},tn={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},en=r=>new Intl.DateTimeFormat(r,{hour:"numeric"}).resolvedOptions().hour12??!1,j=class{constructor(e,t){this.hour=e=>this.#n()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,e)):String(e).padStart(2,"0");this.#t=e;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=e.time_zone==="local"&&n?n:t}#t;get language(){return this.#t.language}number(e,t,n=t){let s=this.#t.number_format??"language",i=s==="system"?void 0:Qe[s]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:t,useGrouping:s!=="none"}).format(e)}power(e){let t=Math.abs(e)<995?2:1,n=Math.abs(e)<5;return`${this.number(n?0:e/1e3,n?0:t)} kW`}energy(e){return`${this.number(e/1e3,e<1e5?2:1)} kWh`}current(e){return`${this.number(e,1)} A`}price(e,t=""){return`${this.number(e,Math.abs(e)<1?3:2,2)} ${t}`.trim()}time(e){return this.#r(e,this.timeZone)}timeOfDay(e){let t=new Date(`2000-01-01T${e.slice(0,5)}Z`);return Number.isNaN(t.getTime())?"":this.#r(t,"UTC")}hourOf(e){let{timeZone:t}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:t});return Number(n.format(e))}#r(e,t){let n=this.#n();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:t}).format(e)}#n(){let{time_format:e,language:t}=this.#t;return e==="12"?!0:e==="24"?!1:en(e==="system"?void 0:t)}timeNear(e,t){let n=this.time(e);if(e.getTime()-t.getTime()<864e5)return n;let{timeZone:s}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:s}).format(e)} ${n}`}span(e,t,n){let s=e>n?e:n;return`${this.timeNear(e,n)}–${this.timeNear(t,s)}`}date(e){return this.#s(e,{year:"numeric"},this.timeZone)}dayAndMonth(e){return this.#s(new Date(`${e}T00:00Z`),{},"UTC")}dateTime(e){return`${this.date(e)}, ${this.time(e)}`}#s(e,t,n){let s=this.#t.date_format??"language",i=new Intl.DateTimeFormat(s==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...t}),o=tn[s];if(!o)return i.format(e);let a=i.formatToParts(e),l=a.find(p=>p.type==="literal")?.value??"/";return o.flatMap(p=>a.find(c=>c.type===p)?.value??[]).join(l)}dayOf(e){let{timeZone:t}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:t,dateStyle:"short"}).format(e)}midnight(e){let t=Date.parse(`${e}T00:00Z`),n=t-this.#o(t);return new Date(t-this.#o(n))}#o(e){let{timeZone:t}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:t}).format(e);return Date.parse(`${n.replace(" ","T")}Z`)-e}},st=r=>{let e=Math.floor(r/60),t=e%60;return e<60?`${e} min`:`${Math.floor(e/60)} h ${String(t).padStart(2,"0")} min`},ae=r=>r<=120?`${r} s`:r<7200?`${Math.ceil(r/60)} min`:st(r),k=r=>new j(r.locale??{language:r.language},r.config.time_zone);var rt=async(r,e)=>{if(typeof e!="object"||e===null)return String(e);let t=e,{translation_domain:n,translation_key:s}=t;if(n&&s&&r.loadBackendTranslation){let o=(await r.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${s}.message`,t.translation_placeholders);if(o)return o}return typeof t.message=="string"?t.message:JSON.stringify(e)},le=async(r,e,t,n={})=>{let s=e.split(".",1)[0]??"";try{await r.callService(s,t,{entity_id:e,...n},void 0,!1);return}catch(i){return rt(r,i)}},_t=async(r,e,t={})=>(await r.callService("plug_control",e,t,void 0,!1,!0)).response;var L="plug_control",Ut="unavailable",nn="number.maximum_current",sn=r=>{let e=new Map;for(let t of Object.values(r.entities)){if(t.platform!==L||!t.device_id)continue;let n=e.get(t.device_id);n?n.push(t):e.set(t.device_id,[t])}return e},ce=r=>{let e=new Map,t=[...r].sort((n,s)=>n.entity_id.localeCompare(s.entity_id));for(let{entity_id:n,translation_key:s}of t){let i=n.split(".",1)[0]??"",o=`${i}.${s??i}`;e.set(o,[...e.get(o)??[],n])}return e},Lt=r=>r?.name_by_user??r?.name??"",K=r=>{let e=sn(r),t=[];for(let[s,i]of e){let o=ce(i);if(!o.has(nn))continue;let a=r.devices[s],l=a?.parent_device_id??s;t.push({deviceId:s,chargePointId:l,name:Lt(a),chargePointName:Lt(r.devices[l])||Lt(a),entities:o,chargePointEntities:ce(e.get(l)??[])})}let n=s=>`${s.chargePointName}
${s.name}`;return t.sort((s,i)=>n(s).localeCompare(n(i)))},rn=`${L}.former_device`,on=(r,e)=>r?.identifiers?.some(([t,n])=>t===rn&&n===e)??!1,de=(r,e)=>{let t=K(r);return e?t.find(n=>n.deviceId===e)??t.find(n=>on(r.devices[n.deviceId],e))??t.find(n=>n.chargePointId===e):t[0]},bt=(r,e)=>{let{name:t,chargePointId:n,chargePointName:s}=e;return K(r).filter(o=>o.chargePointId===n).length===1?s:t.startsWith(s)?t:`${s} · ${t}`},R=(r,e)=>e===void 0?void 0:r.states[e],A=r=>r!==void 0&&r.state!==Ut&&r.state!=="unknown",Y=r=>{if(!A(r)||r.state.trim()==="")return;let e=Number(r.state);if(!Number.isFinite(e))return;let t=an[String(r.attributes.unit_of_measurement)]??1;return e*t},an={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var ln=new Set(["button","number","select","switch","time"]),cn=5e3,pe=r=>ln.has(r.split(".",1)[0]??""),vt=class{#t;#r="";#n=new Set;#s;constructor(e){this.#t=e,e.addController(this)}hostDisconnected(){clearTimeout(this.#s),this.#r=""}within(e,t){if(e.user?.is_admin!==!1)return t;let n=[...t.entities],s=n.flatMap(([a,l])=>pe(a)?l:[]),i=JSON.stringify([e.user.id,s]);i!==this.#r&&this.#o(e,s,i);let o=new Map(n.map(([a,l])=>[a,pe(a)?l.filter(p=>this.#n.has(p)):l]).filter(([,a])=>a.length>0));return{...t,entities:o}}async#o(e,t,n){clearTimeout(this.#s),this.#r=n,this.#n=new Set;try{let s=await e.callWS({type:"plug_control/controllable",entity_ids:t});n===this.#r&&(this.#n=new Set(s))}catch{this.#s=setTimeout(()=>{this.#r="",this.#t.requestUpdate()},cn)}this.#t.requestUpdate()}};var he={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this charge ends",card_description:"One connector: what it does, why, and everything to control it.",charging:"Charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",csv:"Download CSV",dashboard_description:"All wallboxes, their sessions and their energy; new ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",from:"From",history:"Last hours and what is planned",hour:"Hour",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",minute:"Minute",mode:"Charging mode",name:"Name",named_circuit:"“{name}”",no_connectors:"No wallbox has connected to Plug Control yet.",no_own_sessions:"None of your cards charged in this time. Sessions of others are for administrators, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",not_loaded:"Plug Control is not ready yet. Trying again …",offline:"Offline",offline_since:"Offline since",one_phase:"one phase",paused:"Paused",peak_power:"Peak power",person:"Who",persons_all:"Everyone",plan:"Plan",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",price:"Price",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",running:"running",session:"Session",sessions:"Sessions",sessions_description:"The sessions of the ledger, with totals, a chart and a download.",several_phases:"{phases} phases",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",to:"To",wallbox:"Wallbox"},dn={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",card_description:"Ein Anschluss: was er tut, warum, und alles, um ihn zu steuern.",charging:"Lädt",choose_connector:"In den Einstellungen der Karte einen Anschluss von Plug Control wählen.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",csv:"CSV herunterladen",dashboard_description:"Alle Wallboxen, ihre Ladevorgänge und ihre Energie; neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",from:"Von",history:"Letzte Stunden und Geplantes",hour:"Stunde",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",minute:"Minute",mode:"Lademodus",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Wallbox mit Plug Control verbunden.",no_own_sessions:"Mit deinen Karten wurde in dieser Zeit nicht geladen. Die Ladevorgänge anderer sieht nur, wer das System verwaltet, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_loaded:"Plug Control ist noch nicht bereit. Neuer Versuch …",offline:"Offline",offline_since:"Offline seit",one_phase:"eine Phase",paused:"Pausiert",peak_power:"Höchste Leistung",person:"Wer",persons_all:"Alle",plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",price:"Preis",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet, bis er an der Reihe ist: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait}, bis er an der Reihe ist: {circuit} ist ausgelastet",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Die Ladevorgänge mit Summen, Diagramm und Download.",several_phases:"{phases} Phasen",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",to:"Bis",wallbox:"Wallbox"},pn={en:he,de:dn},f=(r,e)=>(pn[(r??"en").split("-",1)[0]??"en"]??he)[e],ue=/\{(\w+)\}/g,me=r=>[...r.matchAll(ue)].map(e=>e[1]??""),$t=(r,e)=>r.replaceAll(ue,(t,n)=>e.get(n)??"");var ge=$`
  ha-card {
    display: grid;
    gap: var(--gap);
    padding: 16px;
    height: 100%;
    box-sizing: border-box;
    align-content: start;
  }
  header {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--gap);
    --activity: var(--state-inactive-color, var(--secondary-text-color));
  }
  header.charging {
    --activity: var(--state-active-color, var(--primary-color));
  }
  header.paused,
  header.plugged {
    --activity: var(--primary-color);
  }
  header.problem {
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
`;var hn={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},un=()=>document.documentElement.lang||navigator.language,Ft=r=>{let e=hn[r.name];return e?f(un(),e):r.name},fe=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:L,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Ft});var ye="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",mn="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",gn="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",fn="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",yn="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",_n="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",_e={offline:yn,problem:fn,charging:mn,off:_n,paused:gn,plugged:ye,free:ye};var S=$`
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
`;var be={cheap:["reason_cheap"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_phase","reason_limited_by_circuit"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},bn="main",wt=(r,e)=>{let t=r[e];return typeof t=="number"&&Number.isFinite(t)?t:void 0},xt=(r,e)=>{let t=r[e];return typeof t=="string"?t:void 0},ve=(r,e)=>{let t=new Date(xt(r,e)??"");return Number.isNaN(t.getTime())?void 0:t},vn={power:["power_w",(r,e)=>e.power(r)],energy:["energy_wh",(r,e)=>`${e.number(r/1e3,1)} kWh`],soc:["soc_percent",(r,e)=>`${e.number(r,0)} %`],target:["target_percent",(r,e)=>`${e.number(r,0)} %`]},$n=(r,e,t)=>{let n=k(e),s=new Map;for(let[c,[u,y]]of Object.entries(vn)){let _=wt(r,u);_!==void 0&&s.set(c,y(_,n))}for(let c of["price","price_limit"]){let u=wt(r,c);u!==void 0&&s.set(c,n.price(u,xt(r,"price_unit")))}let i=wt(r,"wait_s");i&&s.set("wait",ae(i));let o=wt(r,"phases");if(o!==void 0){let c=$t(f(e.language,"several_phases"),new Map([["phases",String(o)]]));s.set("phases",o===1?f(e.language,"one_phase"):c)}for(let c of["circuit","phase"]){let u=xt(r,c);u!==void 0&&s.set(c,u)}let a=s.get("circuit");if(a!==void 0){let c=$t(f(e.language,"named_circuit"),new Map([["name",a]]));s.set("circuit",a===bn?f(e.language,"main_fuse"):c)}let[l,p]=[ve(r,"start"),ve(r,"end")];return p&&s.set("end",n.timeNear(p,t)),l&&p&&s.set("span",n.span(l,p,t)),s},$e=(r,e,t=new Date)=>{if(!A(e)||e.state==="")return;let{attributes:n}=e,s=`/${xt(n,"hours")??""}`,i=[...be[e.state+s]??[],...be[e.state]??[]],o=$n(n,r,t);for(let a of i){let l=f(r.language,a);if(me(l).every(p=>o.has(p)))return $t(l,o)}return r.formatEntityState?.(e)??e.state};var wn="no_error",xn="off",E=(r,e)=>r.entities.get(e)?.[0],An=r=>{if(!A(r))return;let e=new Date(r.state);return Number.isNaN(e.getTime())?void 0:e},Sn=r=>A(r)&&r.state!==""?r.state:void 0,En=(r,e)=>e?r.formatEntityState?.(e)??e.state:"",Tn=(r,...e)=>e.map(t=>En(r,t)).filter(Boolean).join(" · "),we=r=>Array.isArray(r)?r.flatMap(e=>{if(typeof e!="object"||e===null)return[];let t=e,[n,s]=[new Date(String(t.start)),new Date(String(t.end))];return s>n?[{start:n,end:s,row:t}]:[]}):[],It=r=>typeof r=="number"&&Number.isFinite(r)?r:void 0,Cn=r=>we(r).map(({start:e,end:t,row:n})=>({start:e,end:t,currentA:It(n.current_a),price:It(n.price),solar:n.solar===!0})),On=r=>we(r).flatMap(({start:e,end:t,row:n})=>{let s=It(n.price);return s===void 0?[]:[{start:e,end:t,price:s}]}),kn=r=>r.isOffline?"offline":r.hasProblem?"problem":r.isCharging?"charging":r.isOff?"off":r.isRunning?"paused":r.isPluggedIn?"plugged":"free",xe=(r,e)=>{let t=_=>R(r,E(e,_)),n=_=>t(_)?.state==="on",s=R(r,e.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=t("sensor.status"),o=t("sensor.error"),a=t("select.charging_mode"),l=a?.state===xn&&!n("switch.plan"),p=s?s.state!=="on":i?.state===Ut||i===void 0,c=n("switch.charging"),u=t("sensor.planned_start"),y=u?.attributes.price_unit;return{title:bt(r,e),activity:kn({isOffline:p,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:c,isPluggedIn:n("binary_sensor.cable_connected"),isOff:l}),status:Tn(r,l?a:void 0,i,A(o)&&o.state!==wn?o:void 0),offlineSince:p&&s?new Date(s.last_changed):void 0,powerW:Y(t("sensor.power")),currentsA:(e.entities.get("sensor.current_phase")??[]).map(_=>Y(R(r,_))).filter(_=>_!==void 0),sessionEnergyWh:Y(t("sensor.session_energy")),sessionStart:An(t("sensor.session_start")),person:Sn(t("sensor.id_tag")),stateOfCharge:Y(t("sensor.state_of_charge")),solarShare:Y(t("sensor.session_solar_share")),reason:$e(r,t("sensor.charging_reason")),isRunning:c,isOff:l,planned:Cn(u?.attributes.windows),prices:On(u?.attributes.prices),priceUnit:typeof y=="string"?y:""}};var Rn=2e4,Mn=15e3,H=class extends b{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.#r=new vt(this)}#t;#r;#n;static{this.styles=[S,ge]}static getConfigForm(){return fe()}static getStubConfig(t){let n=K(t)[0],s={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...s}:s}setConfig(t){this.config=t}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#n=setInterval(()=>{this.requestUpdate()},Mn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#n),clearTimeout(this.#t)}render(){let{hass:t,config:n}=this;if(!t||!n)return d;let s=de(t,n.device_id);if(!s)return this.#s(n.device_id?"choose_connector":"no_connectors");let i=xe(t,s),o=this.#r.within(t,s);return h`<ha-card>
      ${this.#o(i,n)} ${this.#h(i)} ${this.#l(i)}
      ${n.show_controls===!1?d:this.#i(o,i)} ${this.#d()}
      ${n.show_plan===!1?d:h`<plug-control-plan
              .hass=${t}
              .connector=${o}
              .planned=${i.planned}
              .priceUnit=${i.priceUnit}
              .revision=${this.revision}
              @wish=${a=>this.#_(a.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?d:this.#y(s,i)}
    </ha-card>`}#s(t){return h`<ha-card><p class="secondary">${this.#a(t)}</p></ha-card>`}#o(t,n){let s=t.powerW!==void 0&&t.activity!=="offline";return h`<header class=${t.activity}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${_e[t.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??t.title}</h2>
        <span class="secondary">${this.#p(t)}</span>
      </div>
      ${s?h`<span class="power" aria-label=${this.#a("power")}
              >${this.#u.power(t.powerW??0)}</span
            >`:d}
    </header>`}#p(t){return t.activity!=="offline"?t.status:t.offlineSince?`${this.#a("offline_since")} ${this.#u.dateTime(t.offlineSince)}`:this.#a("offline")}#h(t){return!t.reason||t.activity==="offline"?d:h`<p class="reason" aria-live="polite">${t.reason}</p>`}#l(t){let n=this.#u,s=[];if(t.isRunning){if(t.sessionEnergyWh!==void 0&&s.push(["session",n.energy(t.sessionEnergyWh)]),t.sessionStart){let o=Math.max(0,(Date.now()-t.sessionStart.getTime())/1e3);s.push(["duration",st(o)])}t.person&&s.push(["person",t.person]),t.solarShare!==void 0&&s.push(["solar_share",`${n.number(t.solarShare,0)} %`])}t.stateOfCharge!==void 0&&s.push(["state_of_charge",`${n.number(t.stateOfCharge,0)} %`]);let i=t.activity==="charging"?t.currentsA:[];return!s.length&&!i.length?d:h`<dl>
      ${s.map(([o,a])=>h`<div>
            <dt>${this.#a(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#c(i):d}
    </dl>`}#c(t){let n=t.map(s=>this.#u.current(s));return h`<div class="phases">
      <dt>${this.#a("amperes_per_phase")}</dt>
      <dd>${n.map((s,i)=>h`<span>L${i+1} ${s}</span>`)}</dd>
    </div>`}#i(t,n){let s=this.hass,i=s&&R(s,E(t,"select.charging_mode")),o=s&&R(s,E(t,"number.maximum_current"));return h`<plug-control-mode
        .hass=${s}
        .state=${i}
        .label=${this.#a("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#e(t,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${A(o)?this.#m(t,o,n):d}
      <div class="buttons">
        ${this.#g(t,n)} ${this.#f(t,n)}
      </div>`}#m(t,n,s){return h`<plug-control-limit
      .state=${n}
      .label=${this.#a("limit")}
      .pausedText=${this.#a("paused")}
      .disabled=${s.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#e(t,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#g(t,n){if(!E(t,"switch.charging"))return d;let s=n.isRunning?"turn_off":"turn_on",i=n.activity==="plugged";return h`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#e(t,"switch.charging",s)}
    >
      ${this.#a(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#f(t,n){let s=E(t,"switch.boost"),i=this.hass&&R(this.hass,s);if(!i)return d;let o=i.state==="on";return n.isOff&&!o?d:h`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!o}
      aria-pressed=${o?"true":"false"}
      title=${this.#a("boost_hint")}
      @click=${()=>this.#e(t,"switch.boost",o?"turn_off":"turn_on")}
    >
      ${this.#a("boost")}
    </button>`}#y(t,n){let s=E(t,"sensor.power");return s?h`<plug-control-graph
      .hass=${this.hass}
      .entity=${s}
      .planned=${n.planned}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:d}#d(){return h`<div role="alert">
      ${this.error?h`<p class="error">
              <span>${this.#a("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#a("dismiss")}
                @click=${()=>{this.#b(void 0)}}
              >
                ✕
              </button>
            </p>`:d}
    </div>`}async#e(t,n,s,i={}){let o=E(t,n);o&&await this.#_({entityId:o,service:s,data:i})}async#_(t){this.hass&&(this.busy=!0,this.#b(await le(this.hass,t.entityId,t.service,t.data)),this.busy=!1,this.revision+=1)}#b(t){clearTimeout(this.#t),this.error=t,t!==void 0&&(this.#t=setTimeout(()=>{this.error=void 0},Rn))}get#u(){return this.hass?k(this.hass):new j({language:"en"},"UTC")}#a(t){return f(this.hass?.language,t)}};m([g({attribute:!1})],H.prototype,"hass",2),m([v()],H.prototype,"config",2),m([v()],H.prototype,"error",2),m([v()],H.prototype,"busy",2),m([v()],H.prototype,"revision",2);var U=36e5,Ae=8*U,Dn=3*U,Pn=24*U,Hn=6e4,At=320,C=72,Nn=1400,Wn=6,Ln=[1,2,3,4,6,12],Un=(r,e)=>r.map(({s:t,lu:n})=>{let s=Number(t);return{at:n*1e3,powerW:Number.isFinite(s)&&t!==""?s*e:0}}),Fn=(r,e,t,n,s)=>{let i=c=>(Math.max(c,e)-e)/(t-e)*At,o=c=>C-Math.max(c,0)/s*C,a=r.filter((c,u)=>(r[u+1]?.at??n)>e),l=a[0];if(!l)return"";let p=a.map((c,u)=>{let y=a[u+1]?.at??n;return`V${o(c.powerW).toFixed(1)}H${i(y).toFixed(1)}`});return`M${i(l.at).toFixed(1)},${C}${p.join("")}V${C}Z`},In=(r,e)=>{let t=Math.max(e,...r.map(n=>n.end.getTime()));return t===e?e:Math.min(Math.max(t,e+U),e+Pn)},zn=(r,e,t)=>{let n=Ln.find(i=>(e-r)/U/i<=Wn)??12,s=[];for(let i=Math.ceil(r/U)*U;i<=e;i+=U)t.hourOf(new Date(i))%n===0&&s.push(i);return s},Se=(r,e,t)=>{let n=r.filter(i=>i.end.getTime()>e&&i.start.getTime()<t),s=n.map(i=>i.price);return{seen:n,least:Math.min(...s),most:Math.max(...s)}},T=class extends b{constructor(){super(...arguments);this.entity="";this.planned=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#t;static{this.styles=[S,$`
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
    `]}connectedCallback(){super.connectedCallback(),this.#t=setInterval(()=>{this.#r()},Hn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#t)}willUpdate(t){t.has("entity")&&this.#r(),this.empty=!this.planned.length&&this.points.every(n=>n.powerW<=0)}async#r(){let{hass:t,entity:n}=this;if(!t||!n)return;let s=t.states[n]?.attributes.unit_of_measurement;try{let i=await t.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-Ae).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=Un(i[n]??[],s==="kW"?1e3:1))}catch{this.points=[]}}render(){let t=this.hass;if(!t||this.empty)return d;let n=Date.now(),s=n-(this.planned.length?Dn:Ae),i=In(this.planned,n),o=Math.max(Nn,...this.points.map(c=>c.powerW)),a=k(t),l=this.points.some(c=>c.powerW>0)?a.power(o):"",p=zn(s,i,a);return h`<div class="axis" aria-hidden="true">
        <span>${l}</span><span>${this.#l(s,i,a)}</span>
      </div>
      <svg
        viewBox="0 0 ${At} ${C}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#c(a)}
      >
        ${p.map(c=>this.#s("hour",c,s,i))}
        ${this.planned.map(c=>this.#p(c,s,i))}
        <path class="power" d=${Fn(this.points,s,i,n,o)}></path>
        ${this.#h(s,i)}
        <line class="base" x1="0" x2=${At} y1=${C} y2=${C}></line>
        ${this.#s("now",n,s,i)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${p.map(c=>this.#o(c,s,i,a))}
      </div>`}#n(t,n,s){return(Math.min(Math.max(t,n),s)-n)/(s-n)*At}#s(t,n,s,i){let o=this.#n(n,s,i);return ft`<line class=${t} y1="0" y2=${C} x1=${o} x2=${o}></line>`}#o(t,n,s,i){let o=(t-n)/(s-n),a=o<.04?"first":o>.96?"last":"";return h`<span class=${a} style="left: ${(o*100).toFixed(1)}%"
      >${i.time(new Date(t))}</span
    >`}#p(t,n,s){let i=this.#n(t.start.getTime(),n,s),o=this.#n(t.end.getTime(),n,s)-i;return ft`<rect class=${t.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${C-12}></rect>`}#h(t,n){if(!this.planned.length)return d;let{seen:s,least:i,most:o}=Se(this.prices,t,n);if(!s.length)return d;let a=p=>o>i?6+(1-(p-i)/(o-i))*(C-12):C/2,l=s.map((p,c)=>{let u=this.#n(p.start.getTime(),t,n).toFixed(1),y=this.#n(p.end.getTime(),t,n).toFixed(1);return`${c?"L":"M"}${u},${a(p.price).toFixed(1)}H${y}`});return ft`<path class="price" d=${l.join("")}></path>`}#l(t,n,s){if(!this.planned.length)return"";let{seen:i,least:o,most:a}=Se(this.prices,t,n);return i.length?`${this.#i("price")} ${s.price(o)}–${s.price(a,this.priceUnit)}`:""}#c(t){let n=Math.max(0,...this.points.map(a=>a.powerW)),s=new Date,i=this.planned.map(a=>t.span(a.start,a.end,s)),o=i.length?`. ${this.#i("plan_planned")}: ${i.join(", ")}`:"";return`${this.#i("history")}: ≤ ${t.power(n)}${o}`}#i(t){return f(this.hass?.language,t)}};m([g({attribute:!1})],T.prototype,"hass",2),m([g()],T.prototype,"entity",2),m([g({attribute:!1})],T.prototype,"planned",2),m([g({attribute:!1})],T.prototype,"prices",2),m([g()],T.prototype,"priceUnit",2),m([g({type:Boolean,reflect:!0})],T.prototype,"empty",2),m([v()],T.prototype,"points",2);var St=6,Bn=300,Vn=(r,e)=>r===0||r>=St?r:r<e&&r<St/2?0:St,M=class extends b{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#t;static{this.styles=[S,$`
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
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#t!==void 0&&this.#o()}willUpdate(t){t.has("revision")&&this.#t===void 0&&(this.dragged=void 0)}render(){let t=Number(this.state?.state);if(!this.state||!Number.isFinite(t))return d;let n=this.dragged??t,s=Number(this.state.attributes.max??32),i=n===0?this.pausedText:`${n} A`;return h`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${i}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${s}
        style="--share: ${(n/s*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${i}
        ?disabled=${this.disabled}
        @input=${o=>{this.#r(o.target,t)}}
        @keydown=${o=>{this.#n(o,n)}}
        @change=${()=>{this.#s()}}
      />
    </div>`}#r(t,n){this.dragged=Vn(Number(t.value),this.dragged??n),t.value=String(this.dragged)}#n(t,n){n!==St||!["ArrowLeft","ArrowDown"].includes(t.key)||(t.preventDefault(),this.dragged=0,this.#s())}#s(){clearTimeout(this.#t),this.#t=setTimeout(()=>{this.#o()},Bn)}#o(){clearTimeout(this.#t),this.#t=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};m([g({attribute:!1})],M.prototype,"state",2),m([g()],M.prototype,"label",2),m([g()],M.prototype,"pausedText",2),m([g({type:Boolean})],M.prototype,"disabled",2),m([g({type:Number})],M.prototype,"revision",2),m([v()],M.prototype,"dragged",2);var Z={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Ee=r=>(...e)=>({_$litDirective$:r,values:e}),Et=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}};var{I:Vr}=ie;var Te=r=>r.strings===void 0;var jn={},Ce=(r,e=jn)=>r._$AH=e;var O=Ee(class extends Et{constructor(r){if(super(r),r.type!==Z.PROPERTY&&r.type!==Z.ATTRIBUTE&&r.type!==Z.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Te(r))throw Error("`live` bindings can only contain a single expression")}render(r){return r}update(r,[e]){if(e===x||e===d)return e;let t=r.element,n=r.name;if(r.type===Z.PROPERTY){if(e===t[n])return x}else if(r.type===Z.BOOLEAN_ATTRIBUTE){if(!!e===t.hasAttribute(n))return x}else if(r.type===Z.ATTRIBUTE&&t.getAttribute(n)===e+"")return x;return Ce(r),e}});var N=class extends b{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[S,$`
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
    `]}render(){let{state:t}=this,n=t?.attributes.options;return!t||!Array.isArray(n)?d:h`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(s=>this.#t({...t,state:s}))}
    </fieldset>`}#t(t){return h`<label>
      <input
        type="radio"
        name="mode"
        .value=${t.state}
        .checked=${O(this.state?.state===t.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:t.state}))}
      />
      <span>${this.hass?.formatEntityState?.(t)??t.state}</span>
    </label>`}};m([g({attribute:!1})],N.prototype,"hass",2),m([g({attribute:!1})],N.prototype,"state",2),m([g()],N.prototype,"label",2),m([g({type:Boolean})],N.prototype,"disabled",2),m([g({type:Number})],N.prototype,"revision",2);var Oe=5,zt=r=>String(r).padStart(2,"0"),W=class extends b{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[S,$`
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
        grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
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
    `]}render(){let{hass:t,connector:n}=this,s=n&&this.#l("switch.plan");if(!t||!n||!s)return d;let i=k(t);return h`<details>
      <summary>
        <span>${this.#i("plan")}</span><span>${this.#t(s,i)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${O(s.state==="on")}
              @change=${o=>{let a=o.target.checked;this.#c("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#i("plan_use")}</span
          >
        </label>
        ${this.#s("number.target_energy","energy_kwh")}
        ${this.#s("number.target_soc","target_soc")} ${this.#o(i)}
        ${this.#h()}
      </div>
      ${s.state==="on"?this.#r(i):d}
    </details>`}#t(t,n){if(t.state!=="on")return this.#i("plan_none");let s=n.timeOfDay(this.#l("time.ready_by")?.state??""),i=this.planned[0];if(!i)return s&&`${this.#i("ready_by")} ${s}`;let o=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(i.start,i.end,new Date)}${o} → ${s}`}#r(t){if(!this.planned.length)return d;let n=new Date;return h`<ul aria-label=${this.#i("plan_planned")}>
      ${this.planned.map(s=>h`<li>
            <span>${t.span(s.start,s.end,n)}</span>
            <span class="secondary">${this.#n(s,t)}</span>
          </li>`)}
    </ul>`}#n(t,n){let s=t.price===void 0?"":n.price(t.price,this.priceUnit);return[...t.currentA===void 0?[]:[`${n.number(t.currentA,0)} A`],...t.solar?[this.#i("sun")]:[s].filter(Boolean)].join(" · ")}#s(t,n){let s=this.#l(t);if(!A(s))return d;let{min:i,max:o,step:a}=s.attributes;return h`<label>
      <span>${this.#i(n)}</span>
      <input
        type="number"
        min=${i??d}
        max=${o??d}
        step=${a??"any"}
        .value=${O(s.state)}
        @change=${l=>{let p=l.target;!p.reportValidity()||p.value===""||this.#c(t,"set_value",{value:Number(p.value)})}}
      />
    </label>`}#o(t){let n=this.#l("time.ready_by"),[s,i]=(n?.state??"").split(":").map(Number);if(!A(n)||s===void 0||i===void 0)return d;let o=Array.from({length:60/Oe},(c,u)=>u*Oe),a=[...new Set([...o,i])].sort((c,u)=>c-u),l=Array.from({length:24},(c,u)=>u),p=c=>{let u={hour:s,minute:i,...c},y=`${zt(u.hour)}:${zt(u.minute)}:00`;this.#c("time.ready_by","set_value",{time:y})};return h`<fieldset>
      <legend>${this.#i("ready_by")}</legend>
      ${this.#p("hour",l,s,t.hour,c=>{p({hour:c})})}
      ${this.#p("minute",a,i,zt,c=>{p({minute:c})})}
    </fieldset>`}#p(t,n,s,i,o){return h`<select
      aria-label=${this.#i(t)}
      @change=${a=>{o(Number(a.target.value))}}
    >
      ${n.map(a=>h`<option value=${a} .selected=${O(a===s)}>
            ${i(a)}
          </option>`)}
    </select>`}#h(){let t=this.#l("select.plan_repeat"),n=t?.attributes.options;return!t||!Array.isArray(n)?d:h`<label>
      <span>${this.#i("every")}</span>
      <select
        @change=${s=>{let i=s.target.value;this.#c("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(s=>h`<option value=${s} .selected=${O(s===t.state)}>
              ${this.hass?.formatEntityState?.({...t,state:s})??s}
            </option>`)}
      </select>
    </label>`}#l(t){if(!(!this.hass||!this.connector))return R(this.hass,E(this.connector,t))}#c(t,n,s){let i=this.connector&&E(this.connector,t);if(!i)return;let o={entityId:i,service:n,...s&&{data:s}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#i(t){return f(this.hass?.language,t)}};m([g({attribute:!1})],W.prototype,"hass",2),m([g({attribute:!1})],W.prototype,"connector",2),m([g({attribute:!1})],W.prototype,"planned",2),m([g()],W.prototype,"priceUnit",2),m([g({type:Number})],W.prototype,"revision",2);var ke=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],Zn=/^[=+\-@\t\r]/,qn=r=>{if(r==null)return"";if(typeof r=="number"||typeof r=="boolean")return String(r);let e=typeof r=="string"?r:JSON.stringify(r),t=Zn.test(e)?`'${e}`:e;return/[",\r\n;]/.test(t)?`"${t.replaceAll('"','""')}"`:t},Re=r=>[ke.join(","),...r.map(e=>ke.map(t=>qn(e[t])).join(","))].map(e=>`${e}\r
`).join("");var Tt=r=>r.card_name??r.id_tag??"",Me=r=>r.reduce((e,t)=>e+t.energy_wh,0),De=(r,e)=>{let t=new Map;for(let a of r){let l=a.started_at??a.stopped_at;if(!l)continue;let p=e.dayOf(new Date(l));t.set(p,(t.get(p)??0)+a.energy_wh)}let n=[...t.keys()].sort(),[s,i]=[n[0],n.at(-1)];if(!s||!i)return[];let o=[];for(let a=new Date(`${s}T00:00Z`);;a=new Date(a.getTime()+864e5)){let l=a.toISOString().slice(0,10);if(o.push({label:e.dayAndMonth(l),energyWh:t.get(l)??0}),l>=i)return o}},Pe=r=>r.started_at&&r.stopped_at?(Date.parse(r.stopped_at)-Date.parse(r.started_at))/1e3:void 0;var He=$`
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
  .totals {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  b {
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .chart {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(1px, 1fr);
    align-items: end;
    justify-items: center;
    gap: 2px;
    height: 96px;
    border-bottom: 1px solid var(--divider-color);
  }
  .bar {
    width: min(100%, 24px);
    border-radius: 3px 3px 0 0;
    background: var(--primary-color);
  }
  .axis {
    display: flex;
    justify-content: space-between;
    font-size: var(--ha-font-size-xs, 11px);
  }
  .axis :only-child {
    margin: auto;
  }
  .scroll {
    max-height: 420px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    top: 0;
    background: var(--card-background-color);
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
  .number {
    text-align: end;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }
`;var Ne=30,Kn=6e4,Yn=5e3,We=864e5,Gn=200,w=class extends b{constructor(){super(...arguments);this.onlyOwn=!1;this.device="";this.person="";this.from="";this.to="";this.#r=0}#t;#r;static{this.styles=[S,He]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:L}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Ft}}static getStubConfig(){return{days:Ne}}setConfig(t){this.config=t,this.device=t.device_id??"",this.from="",this.to="",this.hass&&this.#n()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hass&&this.config&&this.#n()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#t)}updated(t){t.has("hass")&&t.get("hass")===void 0&&this.#n()}#n(){let t=n=>this.#d.dayOf(new Date(Date.now()-n*We));this.from||=t(this.config?.days??Ne),this.to||=t(0),this.#s()}async#s(){clearTimeout(this.#t);let{hass:t}=this;if(!t)return;let n=this.#r+=1,s=Kn;try{let{sessions:i,only_own:o}=await _t(t,"get_sessions",this.#o());if(n!==this.#r)return;this.sessions=i.toReversed(),this.onlyOwn=o===!0,this.error=void 0}catch(i){if(n!==this.#r)return;this.error=await rt(t,i),s=Yn}this.isConnected&&(this.#t=setTimeout(()=>{this.#s()},s))}#o(){let t=this.#d,n=o=>new Date(Date.parse(`${o}T00:00Z`)+We).toISOString().slice(0,10),s=this.from&&t.midnight(this.from).toISOString(),i=this.to&&t.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...s&&{start:s},...i&&{end:i}}}render(){let{hass:t}=this;return!t||!this.config?d:h`<ha-card>
      <h2>${this.#e("sessions")}</h2>
      ${this.#l(t)} ${this.#p()}
    </ha-card>`}#p(){if(!this.sessions)return h`<p class="secondary" role="status">
        ${this.#e(this.error?"not_loaded":"loading")}
      </p>`;let t=this.#h();if(!t.length){let n=this.onlyOwn?"no_own_sessions":"no_sessions";return h`<p class="secondary">${this.#e(n)}</p>`}return h`${this.#i(t)} ${this.#m(t)} ${this.#g(t)}`}#h(){let t=this.sessions??[];return this.person?t.filter(n=>Tt(n)===this.person):t}#l(t){let n=K(t),s=[...new Set((this.sessions??[]).map(Tt))].filter(Boolean).sort();return h`<div class="filters">
      <label
        ><span>${this.#e("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#s()}}
        >
          <option value="">${this.#e("connectors_all")}</option>
          ${n.map(i=>h`<option value=${i.deviceId} .selected=${O(i.deviceId===this.device)}>
                ${bt(t,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#e("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value}}
        >
          <option value="">${this.#e("persons_all")}</option>
          ${s.map(i=>h`<option .selected=${O(i===this.person)}>${i}</option>`)}
        </select></label
      >
      ${this.#c("from")} ${this.#c("to")}
    </div>`}#c(t){return h`<label
      ><span>${this.#e(t)}</span>
      <input
        type="date"
        .value=${O(this[t])}
        @change=${n=>{this[t]=n.target.value,this.#s()}}
    /></label>`}#i(t){return h`<div class="totals">
      <span
        ><b>${this.#d.energy(Me(t))}</b>
        <span class="secondary">${this.#e("energy_total")} (${t.length})</span></span
      >
      <button
        @click=${()=>{this.#y(t)}}
      >
        ${this.#e("csv")}
      </button>
    </div>`}#m(t){let n=De(t,this.#d),s=Math.max(...n.map(i=>i.energyWh),1);return h`<div class="chart" role="img" aria-label=${this.#e("energy_total")}>
        ${n.map(i=>h`<div
              class="bar"
              style="height:${(i.energyWh/s*100).toFixed(1)}%"
              title="${i.label}: ${this.#d.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?h`<span>${n.at(-1)?.label}</span>`:d}
      </div>`}#g(t){let n=new Set(t.map(i=>i.charge_point_id)).size>1,s=i=>i?this.#d.dateTime(new Date(i)):"–";return h`<div class="scroll" tabindex="0" role="region" aria-label=${this.#e("sessions")}>
      <table>
        <thead>
          <tr>
            <th>${this.#e("start")}</th>
            ${n?h`<th>${this.#e("wallbox")}</th>`:d}
            <th>${this.#e("person")}</th>
            <th class="number">${this.#e("energy")}</th>
            <th class="number">${this.#e("duration")}</th>
            <th class="number">${this.#e("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${t.slice(0,Gn).map(i=>h`<tr>
                <td>${s(i.started_at??i.stopped_at)}</td>
                ${n?h`<td>${i.charge_point_name??i.charge_point_id}</td>`:d}
                <td>${Tt(i)}</td>
                <td class="number">
                  ${i.energy_estimated?h`<abbr title=${this.#e("estimated")}>≈</abbr> `:d}${this.#d.energy(i.energy_wh)}
                </td>
                <td class="number">${this.#f(i)}</td>
                <td class="number">
                  ${i.peak_power_w===null?"–":this.#d.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
    </div>`}#f(t){let n=Pe(t);return n!==void 0?st(n):t.stopped_at===null?this.#e("running"):"–"}#y(t){let n=URL.createObjectURL(new Blob([Re(t)],{type:"text/csv;charset=utf-8"})),s=document.createElement("a");s.href=n,s.download=`plug-control-${this.from}-${this.to}.csv`,s.click(),setTimeout(()=>{URL.revokeObjectURL(n)})}get#d(){return this.hass?k(this.hass):new j({language:"en"},"UTC")}#e(t){return f(this.hass?.language,t)}};m([g({attribute:!1})],w.prototype,"hass",2),m([v()],w.prototype,"config",2),m([v()],w.prototype,"sessions",2),m([v()],w.prototype,"error",2),m([v()],w.prototype,"onlyOwn",2),m([v()],w.prototype,"device",2),m([v()],w.prototype,"person",2),m([v()],w.prototype,"from",2),m([v()],w.prototype,"to",2);var Jn=10,Xn=3e3,Qn=r=>new Promise(e=>{setTimeout(e,r)}),ts=(r,e)=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"markdown",content:`${f(r.language,"not_loaded")}

\`${e}\``}]}]}),Ct=class extends HTMLElement{static async generate(e,t,n=Qn){for(let s=1;;s+=1)try{return await _t(t,"get_dashboard",{language:t.language})}catch(i){if(s===Jn)return ts(t,await rt(t,i));await n(Xn)}}};var es={"plug-control-mode":N,"plug-control-limit":M,"plug-control-plan":W,"plug-control-graph":T,"plug-control-card":H,"plug-control-sessions-card":w,"ll-strategy-dashboard-plug-control":Ct},ns=(r,e)=>{let t=r.entities[e];return t?.platform!==L||!t.device_id?null:{config:{type:"custom:plug-control-card",device_id:t.device_id}}},ss=()=>{let r=document.documentElement.lang||navigator.language,e=window;(e.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:f(r,"card_description"),preview:!0,getEntitySuggestion:ns},{type:"plug-control-sessions-card",name:`Plug Control: ${f(r,"sessions")}`,description:f(r,"sessions_description"),preview:!0}),(e.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:f(r,"dashboard_description")})},rs=Promise.race(["home-assistant","hc-main"].map(r=>customElements.whenDefined(r)));ss();rs.then(()=>{for(let[r,e]of Object.entries(es))customElements.get(r)||customElements.define(r,e)});
