var Oo=Object.defineProperty;var zo=Object.getOwnPropertyDescriptor;var m=(r,t,e,n)=>{for(var s=n>1?void 0:n?zo(t,e):t,o=r.length-1,i;o>=0;o--)(i=r[o])&&(s=(n?i(t,e,s):i(s))||s);return n&&s&&Oo(t,e,s),s};var St=globalThis,At=St.ShadowRoot&&(St.ShadyCSS===void 0||St.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,cn=Symbol(),qn=new WeakMap,ot=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==cn)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(At&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=qn.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&qn.set(e,t))}return t}toString(){return this.cssText}},Ot=r=>new ot(typeof r=="string"?r:r+"",void 0,cn),S=(r,...t)=>{let e=r.length===1?r[0]:t.reduce((n,s,o)=>n+(i=>{if(i._$cssResult$===!0)return i.cssText;if(typeof i=="number")return i;throw Error("Value passed to 'css' function must be a 'css' function result: "+i+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+r[o+1],r[0]);return new ot(e,r,cn)},Zn=(r,t)=>{if(At)r.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),s=St.litNonce;s!==void 0&&n.setAttribute("nonce",s),n.textContent=e.cssText,r.appendChild(n)}},dn=At?r=>r:r=>r instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return Ot(e)})(r):r;var{is:Eo,defineProperty:To,getOwnPropertyDescriptor:Co,getOwnPropertyNames:Po,getOwnPropertySymbols:Mo,getPrototypeOf:Ro}=Object,zt=globalThis,Gn=zt.trustedTypes,Do=Gn?Gn.emptyScript:"",jo=zt.reactiveElementPolyfillSupport,it=(r,t)=>r,at={toAttribute(r,t){switch(t){case Boolean:r=r?Do:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,t){let e=r;switch(t){case Boolean:e=r!==null;break;case Number:e=r===null?null:Number(r);break;case Object:case Array:try{e=JSON.parse(r)}catch{e=null}}return e}},Et=(r,t)=>!Eo(r,t),Yn={attribute:!0,type:String,converter:at,reflect:!1,useDefault:!1,hasChanged:Et};Symbol.metadata??=Symbol("metadata"),zt.litPropertyMetadata??=new WeakMap;var ae=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Yn){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),s=this.getPropertyDescriptor(t,n,e);s!==void 0&&To(this.prototype,t,s)}}static getPropertyDescriptor(t,e,n){let{get:s,set:o}=Co(this.prototype,t)??{get(){return this[e]},set(i){this[e]=i}};return{get:s,set(i){let a=s?.call(this);o?.call(this,i),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Yn}static _$Ei(){if(this.hasOwnProperty(it("elementProperties")))return;let t=Ro(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(it("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(it("properties"))){let e=this.properties,n=[...Po(e),...Mo(e)];for(let s of n)this.createProperty(s,e[s])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,s]of e)this.elementProperties.set(n,s)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let s=this._$Eu(e,n);s!==void 0&&this._$Eh.set(s,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let s of n)e.unshift(dn(s))}else t!==void 0&&e.push(dn(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Zn(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),s=this.constructor._$Eu(t,n);if(s!==void 0&&n.reflect===!0){let o=(n.converter?.toAttribute!==void 0?n.converter:at).toAttribute(e,n.type);this._$Em=t,o==null?this.removeAttribute(s):this.setAttribute(s,o),this._$Em=null}}_$AK(t,e){let n=this.constructor,s=n._$Eh.get(t);if(s!==void 0&&this._$Em!==s){let o=n.getPropertyOptions(s),i=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:at;this._$Em=s;let a=i.fromAttribute(e,o.type);this[s]=a??this._$Ej?.get(s)??a,this._$Em=null}}requestUpdate(t,e,n,s=!1,o){if(t!==void 0){let i=this.constructor;if(s===!1&&(o=this[t]),n??=i.getPropertyOptions(t),!((n.hasChanged??Et)(o,e)||n.useDefault&&n.reflect&&o===this._$Ej?.get(t)&&!this.hasAttribute(i._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:s,wrapped:o},i){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,i??e??this[t]),o!==!0||i!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),s===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,o]of this._$Ep)this[s]=o;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[s,o]of n){let{wrapped:i}=o,a=this[s];i!==!0||this._$AL.has(s)||a===void 0||this.C(s,void 0,o,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};ae.elementStyles=[],ae.shadowRootOptions={mode:"open"},ae[it("elementProperties")]=new Map,ae[it("finalized")]=new Map,jo?.({ReactiveElement:ae}),(zt.reactiveElementVersions??=[]).push("2.1.2");var pn=globalThis,Jn=r=>r,Tt=pn.trustedTypes,Xn=Tt?Tt.createPolicy("lit-html",{createHTML:r=>r}):void 0,un="$lit$",ce=`lit$${Math.random().toFixed(9).slice(2)}$`,hn="?"+ce,Ho=`<${hn}>`,Oe=document,dt=()=>Oe.createComment(""),lt=r=>r===null||typeof r!="object"&&typeof r!="function",mn=Array.isArray,sr=r=>mn(r)||typeof r?.[Symbol.iterator]=="function",ln=`[ 	
\f\r]`,ct=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Qn=/-->/g,er=/>/g,Se=RegExp(`>|${ln}(?:([^\\s"'>=/]+)(${ln}*=${ln}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),tr=/'/g,nr=/"/g,or=/^(?:script|style|textarea|title)$/i,gn=r=>(t,...e)=>({_$litType$:r,strings:t,values:e}),d=gn(1),F=gn(2),hc=gn(3),R=Symbol.for("lit-noChange"),p=Symbol.for("lit-nothing"),rr=new WeakMap,Ae=Oe.createTreeWalker(Oe,129);function ir(r,t){if(!mn(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return Xn!==void 0?Xn.createHTML(t):t}var ar=(r,t)=>{let e=r.length-1,n=[],s,o=t===2?"<svg>":t===3?"<math>":"",i=ct;for(let a=0;a<e;a++){let c=r[a],l,u,h=-1,g=0;for(;g<c.length&&(i.lastIndex=g,u=i.exec(c),u!==null);)g=i.lastIndex,i===ct?u[1]==="!--"?i=Qn:u[1]!==void 0?i=er:u[2]!==void 0?(or.test(u[2])&&(s=RegExp("</"+u[2],"g")),i=Se):u[3]!==void 0&&(i=Se):i===Se?u[0]===">"?(i=s??ct,h=-1):u[1]===void 0?h=-2:(h=i.lastIndex-u[2].length,l=u[1],i=u[3]===void 0?Se:u[3]==='"'?nr:tr):i===nr||i===tr?i=Se:i===Qn||i===er?i=ct:(i=Se,s=void 0);let f=i===Se&&r[a+1].startsWith("/>")?" ":"";o+=i===ct?c+Ho:h>=0?(n.push(l),c.slice(0,h)+un+c.slice(h)+ce+f):c+ce+(h===-2?a:f)}return[ir(r,o+(r[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},pt=class r{constructor({strings:t,_$litType$:e},n){let s;this.parts=[];let o=0,i=0,a=t.length-1,c=this.parts,[l,u]=ar(t,e);if(this.el=r.createElement(l,n),Ae.currentNode=this.el.content,e===2||e===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(s=Ae.nextNode())!==null&&c.length<a;){if(s.nodeType===1){if(s.hasAttributes())for(let h of s.getAttributeNames())if(h.endsWith(un)){let g=u[i++],f=s.getAttribute(h).split(ce),y=/([.?@])?(.*)/.exec(g);c.push({type:1,index:o,name:y[2],strings:f,ctor:y[1]==="."?Pt:y[1]==="?"?Mt:y[1]==="@"?Rt:Ee}),s.removeAttribute(h)}else h.startsWith(ce)&&(c.push({type:6,index:o}),s.removeAttribute(h));if(or.test(s.tagName)){let h=s.textContent.split(ce),g=h.length-1;if(g>0){s.textContent=Tt?Tt.emptyScript:"";for(let f=0;f<g;f++)s.append(h[f],dt()),Ae.nextNode(),c.push({type:2,index:++o});s.append(h[g],dt())}}}else if(s.nodeType===8)if(s.data===hn)c.push({type:2,index:o});else{let h=-1;for(;(h=s.data.indexOf(ce,h+1))!==-1;)c.push({type:7,index:o}),h+=ce.length-1}o++}}static createElement(t,e){let n=Oe.createElement("template");return n.innerHTML=t,n}};function ze(r,t,e=r,n){if(t===R)return t;let s=n!==void 0?e._$Co?.[n]:e._$Cl,o=lt(t)?void 0:t._$litDirective$;return s?.constructor!==o&&(s?._$AO?.(!1),o===void 0?s=void 0:(s=new o(r),s._$AT(r,e,n)),n!==void 0?(e._$Co??=[])[n]=s:e._$Cl=s),s!==void 0&&(t=ze(r,s._$AS(r,t.values),s,n)),t}var Ct=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,s=(t?.creationScope??Oe).importNode(e,!0);Ae.currentNode=s;let o=Ae.nextNode(),i=0,a=0,c=n[0];for(;c!==void 0;){if(i===c.index){let l;c.type===2?l=new He(o,o.nextSibling,this,t):c.type===1?l=new c.ctor(o,c.name,c.strings,this,t):c.type===6&&(l=new Dt(o,this,t)),this._$AV.push(l),c=n[++a]}i!==c?.index&&(o=Ae.nextNode(),i++)}return Ae.currentNode=Oe,s}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},He=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,s){this.type=2,this._$AH=p,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=ze(this,t,e),lt(t)?t===p||t==null||t===""?(this._$AH!==p&&this._$AR(),this._$AH=p):t!==this._$AH&&t!==R&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):sr(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==p&&lt(this._$AH)?this._$AA.nextSibling.data=t:this.T(Oe.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,s=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=pt.createElement(ir(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===s)this._$AH.p(e);else{let o=new Ct(s,this),i=o.u(this.options);o.p(e),this.T(i),this._$AH=o}}_$AC(t){let e=rr.get(t.strings);return e===void 0&&rr.set(t.strings,e=new pt(t)),e}k(t){mn(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,s=0;for(let o of t)s===e.length?e.push(n=new r(this.O(dt()),this.O(dt()),this,this.options)):n=e[s],n._$AI(o),s++;s<e.length&&(this._$AR(n&&n._$AB.nextSibling,s),e.length=s)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=Jn(t).nextSibling;Jn(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},Ee=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,s,o){this.type=1,this._$AH=p,this._$AN=void 0,this.element=t,this.name=e,this._$AM=s,this.options=o,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=p}_$AI(t,e=this,n,s){let o=this.strings,i=!1;if(o===void 0)t=ze(this,t,e,0),i=!lt(t)||t!==this._$AH&&t!==R,i&&(this._$AH=t);else{let a=t,c,l;for(t=o[0],c=0;c<o.length-1;c++)l=ze(this,a[n+c],e,c),l===R&&(l=this._$AH[c]),i||=!lt(l)||l!==this._$AH[c],l===p?t=p:t!==p&&(t+=(l??"")+o[c+1]),this._$AH[c]=l}i&&!s&&this.j(t)}j(t){t===p?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},Pt=class extends Ee{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===p?void 0:t}},Mt=class extends Ee{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==p)}},Rt=class extends Ee{constructor(t,e,n,s,o){super(t,e,n,s,o),this.type=5}_$AI(t,e=this){if((t=ze(this,t,e,0)??p)===R)return;let n=this._$AH,s=t===p&&n!==p||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,o=t!==p&&(n===p||s);s&&this.element.removeEventListener(this.name,this,n),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},Dt=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){ze(this,t)}},cr={M:un,P:ce,A:hn,C:1,L:ar,R:Ct,D:sr,V:ze,I:He,H:Ee,N:Mt,U:Rt,B:Pt,F:Dt},Wo=pn.litHtmlPolyfillSupport;Wo?.(pt,He),(pn.litHtmlVersions??=[]).push("3.3.3");var dr=(r,t,e)=>{let n=e?.renderBefore??t,s=n._$litPart$;if(s===void 0){let o=e?.renderBefore??null;n._$litPart$=s=new He(t.insertBefore(dt(),o),o,void 0,e??{})}return s._$AI(r),s};var fn=globalThis,k=class extends ae{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=dr(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return R}};k._$litElement$=!0,k.finalized=!0,fn.litElementHydrateSupport?.({LitElement:k});var Fo=fn.litElementPolyfillSupport;Fo?.({LitElement:k});(fn.litElementVersions??=[]).push("4.2.2");var Lo={attribute:!0,type:String,converter:at,reflect:!1,hasChanged:Et},No=(r=Lo,t,e)=>{let{kind:n,metadata:s}=e,o=globalThis.litPropertyMetadata.get(s);if(o===void 0&&globalThis.litPropertyMetadata.set(s,o=new Map),n==="setter"&&((r=Object.create(r)).wrapped=!0),o.set(e.name,r),n==="accessor"){let{name:i}=e;return{set(a){let c=t.get.call(this);t.set.call(this,a),this.requestUpdate(i,c,r,!0,a)},init(a){return a!==void 0&&this.C(i,void 0,r,a),a}}}if(n==="setter"){let{name:i}=e;return function(a){let c=this[i];t.call(this,a),this.requestUpdate(i,c,r,!0,a)}}throw Error("Unsupported decorator location: "+n)};function b(r){return(t,e)=>typeof e=="object"?No(r,t,e):((n,s,o)=>{let i=s.hasOwnProperty(o);return s.constructor.createProperty(o,n),i?Object.getOwnPropertyDescriptor(s,o):void 0})(r,t,e)}function _(r){return b({...r,state:!0,attribute:!1})}var Te=(r,t,e)=>(e.configurable=!0,e.enumerable=!0,Reflect.decorate&&typeof t!="object"&&Object.defineProperty(r,t,e),e);function jt(r,t){return(e,n,s)=>{let o=i=>i.renderRoot?.querySelector(r)??null;if(t){let{get:i,set:a}=typeof n=="object"?e:s??(()=>{let c=Symbol();return{get(){return this[c]},set(l){this[c]=l}}})();return Te(e,n,{get(){let c=i.call(this);return c===void 0&&(c=o(this),(c!==null||this.hasUpdated)&&a.call(this,c)),c}})}return Te(e,n,{get(){return o(this)}})}}var Io={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},lr=new Map,Uo={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},Bo=r=>new Intl.DateTimeFormat(r,{hour:"numeric"}).resolvedOptions().hour12??!1,te=class{constructor(t,e){this.hour=t=>this.#s()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,t)):String(t).padStart(2,"0");this.#e=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}#e;get language(){return this.#e.language}number(t,e,n=e){return this.#n(t,{minimumFractionDigits:n,maximumFractionDigits:e})}#n(t,e){let n=this.#e.number_format??"language",s=n==="system"?void 0:Io[n]??this.language,o=`${n}|${String(s)}|${JSON.stringify(e)}`,i=lr.get(o)??new Intl.NumberFormat(s,{...e,useGrouping:n!=="none"});return lr.set(o,i),i.format(t)}money(t,e,n){let s=n===void 0?{}:{maximumFractionDigits:n};try{return this.#n(t,{style:"currency",currency:e,...s})}catch{return`${this.number(t,n??2)} ${e}`.trim()}}percent(t){return this.#n(t,{style:"percent",maximumFractionDigits:0})}mass(t){return t<1e3?`${this.number(t,0)} g`:`${this.number(t/1e3,t<1e5?1:0)} kg`}power(t){let e=Math.abs(t)<995?2:1,n=Math.abs(t)<5;return`${this.number(n?0:t/1e3,n?0:e)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,2)} ${e}`.trim()}time(t){return this.#r(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#r(e,"UTC")}hourOf(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:e});return Number(n.format(t))}#r(t,e){let n=this.#s();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#s(){let{time_format:t,language:e}=this.#e;return t==="12"?!0:t==="24"?!1:Bo(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);return t.getTime()-e.getTime()<864e5?n:`${this.dayName(t)} ${n}`}dayName(t){let{timeZone:e}=this;return new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:e}).format(t)}span(t,e,n){let s=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,s)}`}date(t){return this.#t(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#t(new Date(`${t}T00:00Z`),{},"UTC")}day(t){return t&&this.#t(new Date(`${t}T00:00Z`),{year:"numeric"},"UTC")}weekday(t){return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:"UTC"}).format(new Date(`${t}T00:00Z`))}, ${this.day(t)}`}month(t,e="long"){return new Intl.DateTimeFormat(this.language,{month:e,...e==="long"&&{year:"numeric"},timeZone:"UTC"}).format(new Date(`${t.slice(0,7)}-01T00:00Z`))}days(t,e){return`${this.day(t)} – ${this.day(e)}`}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#t(t,e,n){let s=this.#e.date_format??"language",o=new Intl.DateTimeFormat(s==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),i=Uo[s];if(!i)return o.format(t);let a=o.formatToParts(t),c=a.find(l=>l.type==="literal")?.value??"/";return i.flatMap(l=>a.find(u=>u.type===l)?.value??[]).join(c)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#i(e);return new Date(e-this.#i(n))}#i(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},Z=r=>{let t=Math.floor(r/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},Ht=r=>r<=120?`${r} s`:r<7200?`${Math.ceil(r/60)} min`:Z(r),z=r=>new te(r.locale??{language:r.language},r.config.time_zone);var j=async(r,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:s}=e;if(n&&s&&r.loadBackendTranslation){let i=(await r.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${s}.message`,e.translation_placeholders);if(i)return i}return typeof e.message=="string"?e.message:JSON.stringify(t)},Vo=async(r,t,e,n={})=>{let s=t.split(".",1)[0]??"";try{await r.callService(s,e,{entity_id:t,...n},void 0,!1);return}catch(o){return j(r,o)}},Wt=async(r,t)=>{for(let{entityId:e,service:n,data:s}of t){let o=await Vo(r,e,n,s);if(o!==void 0)return o}},L=async(r,t,e={})=>(await r.callService("plug_control",t,e,void 0,!1,!0)).response;var E="plug_control",ut="unavailable",Ko="number.maximum_current",qo=r=>{let t=new Map;for(let e of Object.values(r.entities)){if(e.platform!==E||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},pr=r=>{let t=new Map,e=[...r].sort((n,s)=>n.entity_id.localeCompare(s.entity_id));for(let{entity_id:n,translation_key:s}of e){let o=n.split(".",1)[0]??"",i=`${o}.${s??o}`;t.set(i,[...t.get(i)??[],n])}return t},_n=r=>r?.name_by_user??r?.name??"",G=r=>{let t=qo(r),e=[];for(let[s,o]of t){let i=pr(o);if(!i.has(Ko))continue;let a=r.devices[s],c=a?.parent_device_id??s;e.push({deviceId:s,chargePointId:c,name:_n(a),chargePointName:_n(r.devices[c])||_n(a),entities:i,chargePointEntities:pr(t.get(c)??[])})}let n=s=>`${s.chargePointName}
${s.name}`;return e.sort((s,o)=>n(s).localeCompare(n(o)))},Zo=`${E}.former_device`,Go=(r,t)=>r?.identifiers?.some(([e,n])=>e===Zo&&n===t)??!1,We=(r,t)=>{let e=G(r);return t?e.find(n=>n.deviceId===t)??e.find(n=>Go(r.devices[n.deviceId],t))??e.find(n=>n.chargePointId===t):e[0]},ue=(r,t)=>{let{name:e,chargePointId:n,chargePointName:s}=t;return G(r).filter(i=>i.chargePointId===n).length===1?s:e.startsWith(s)?e:`${s} · ${e}`},T=(r,t)=>t===void 0?void 0:r.states[t],H=r=>r!==void 0&&r.state!==ut&&r.state!=="unknown",N=r=>{if(!H(r)||r.state.trim()==="")return;let t=Number(r.state);if(!Number.isFinite(t))return;let e=Yo[String(r.attributes.unit_of_measurement)]??1;return t*e},Yo={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var Jo=new Set(["button","number","select","switch","time"]),Xo=5e3,ur=r=>Jo.has(r.split(".",1)[0]??""),Fe=class{#e;#n="";#r=new Set;#s;constructor(t){this.#e=t,t.addController(this)}hostDisconnected(){clearTimeout(this.#s),this.#n=""}within(t,e){if(t.user?.is_admin!==!1)return e;let n=[...e.entities],s=n.flatMap(([a,c])=>ur(a)?c:[]),o=JSON.stringify([t.user.id,s]);o!==this.#n&&this.#t(t,s,o);let i=new Map(n.map(([a,c])=>[a,ur(a)?c.filter(l=>this.#r.has(l)):c]).filter(([,a])=>a.length>0));return{...e,entities:i}}async#t(t,e,n){clearTimeout(this.#s),this.#n=n,this.#r=new Set;try{let s=await t.callWS({type:"plug_control/controllable",entity_ids:e});n===this.#n&&(this.#r=new Set(s))}catch{this.#s=setTimeout(()=>{this.#n="",this.#e.requestUpdate()},Xo)}this.#e.requestUpdate()}};var hr={amperes_per_phase:"Ampéry na fázi",as_table:"Jako tabulka",boost:"Boost",boost_hint:"Plný výkon do konce této relace",call_address:"Zadejte tuto adresu v nastavení nabíjecí stanice, tam kde se ptá na server OCPP:",cancel:"Zrušit",car:"Auto",car_recognised:"Rozpoznáno: {car}",card:"Karta",card_description:"Jeden konektor: co dělá a proč, se všemi ovládacími prvky.",cars_all:"Všechna auta",charge_point:"Nabíjecí stanice",charger_allows:"Co podle stanice dovolí její profily",charging:"Nabíjení",charging_time:"Skutečné nabíjení",choose_connector:"V nastavení karty vyberte konektor Plug Control.",close:"Zavřít",co2:"CO₂",connector:"Konektor",connectors_all:"Všechny konektory",correct:"Opravit",correct_hint:"Naměřené hodnoty zůstanou beze změny.",cost:"Náklady",cost_unknown:{one:"{count} bez známých nákladů",few:"{count} bez známých nákladů",other:"{count} bez známých nákladů"},co2_unknown:{one:"{count} bez známého CO₂",few:"{count} bez známého CO₂",other:"{count} bez známého CO₂"},count_charging:{one:"nabíjí",few:"nabíjejí",other:"nabíjí"},count_free:{one:"volný",few:"volné",other:"volných"},count_offline:{one:"offline",few:"offline",other:"offline"},count_plugged_in:{one:"připojené",few:"připojená",other:"připojených"},csv:"Stáhnout CSV",currency_only:"Graf ukazuje jen {currency}.",dashboard_description:"Všechny nabíjecí stanice, jejich relace a energie. Nové se objeví samy.",details:"Podrobnosti relace",dismiss:"Zavřít",document:"Dokument",document_busy:"Vytváří se …",document_hint:"Z relací, které karta právě ukazuje. Dokument se zde po nějakou dobu uchová a lze ho stáhnout přes odkaz.",document_make:"Vytvořit dokument",document_ready:"Připraveno ke stažení",duration:"Trvání",end:"Konec",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie těchto relací",estimated:"odhadnuto",estimated_legend:"částečně odhadnuto",every:"Opakovat",failed:"To se nepodařilo",format:"Soubor",from:"Od",grid:"Síť",group_by:"Podle",group_car:"Auto",group_connector:"Konektor",group_none:"Celkem",group_person:"Osoba",group_source:"Zdroj",ha_starts:"Home Assistant se spouští …",home_battery:"Domácí baterie",hour:"Hodina",house_time:"Dny a měsíce jsou v časovém pásmu domu ({zone}).",layout:"Pro",layout_company_car:"Firemní auto: proplacení zaměstnavatelem",layout_landlord:"Pronajímatel nebo společenství vlastníků: podle osob",layout_registration:"Registrace: energie každé nabíjecí stanice",layout_sessions:"Všechny relace",limit:"Maximální proud",loading:"Načítání …",main_fuse:"hlavní jistič",mean_power:"Střední výkon",measure:"Zobrazit",measure_cost:"Náklady",measure_energy:"Energie",measure_sun:"Podíl slunce",meter:"Elektroměr",minute:"Minuta",mode:"Režim nabíjení",month_empty:"Tento měsíc zatím žádné relace.",name:"Název",named_circuit:"„{name}“",newer:"Novější",next:"Další",no_car:"Žádné auto",no_connectors:"K Plug Control se zatím nepřipojila žádná nabíjecí stanice.",no_own_sessions:"V této době nejsou žádné relace s vašimi kartami. Relace ostatních vidí jen správci, ledaže je sdílí volba Plug Control.",no_sessions:"V této době žádné relace.",nobody:"Bez karty",not_connected:"Stanice {name} není připojena",not_running:"Plug Control je nastavený, ale neběží. Tato stránka bude sama pokračovat, jakmile poběží.",not_set_up:"Plug Control zde (už) není nastavený. Přidejte integraci, nebo smažte tento ovládací panel.",note:"Poznámka",offline:"Offline",offline_since:"Offline od",older:"Starší",only_own:"Jen vaše vlastní relace",open_settings:"Otevřít nastavení",others:"Ostatní",paused:"Pozastaveno",peak_power:"Špičkový výkon",period:"Doba",period_all:"Vše",period_day:"Den",period_last:{one:"Poslední den",few:"Poslední {days} dny",other:"Posledních {days} dní"},period_month:"Měsíc",period_own:"Od … do …",period_year:"Rok",person:"Kdo",persons_all:"Všichni",phases:{one:"jednu fázi",few:"{phases} fáze",other:"{phases} fází"},plan:"Plán",plan_came:"Nabito včas",plan_none:"Žádný plán",plan_planned:"Naplánováno",plan_soc_unknown:"Stav nabití auta není znám: {energy} místo {percent}",plan_use:"Nabíjet podle tohoto plánu",power:"Výkon",power_means:"Průměry: Home Assistant už nemá jednotlivé hodnoty.",previous:"Předchozí",price:"Cena",price_agreed:"Dohodnutá cena za kWh ({currency})",price_agreed_hint:"Prázdné: kolik energie stála.",price_agreed_wrong:"Cena musí být číslo, například 0,31; nebo nech pole prázdné.",problem:"Problém",ready_by:"Připraveno v",reason:"Proč",reason_cheap:"Elektřina je levná: {price}, limit {price_limit}",reason_holding_minimum:"Příliš malý přebytek: pauza za {wait}",reason_home_battery_first:"Nejdřív domácí baterie: {soc} z {target}",reason_limited_by_away:"Omezuje {circuit}: {away} je offline a počítá se s {away_current}",reason_limited_by_circuit:"Omezuje {circuit}",reason_limited_by_circuit_phase:"Omezuje {circuit} na {phase}",reason_limited_by_circuit_wait:"Vypnuto kvůli {circuit} na {phase}; smí znovu začít za {wait}",reason_limited_by_grid:"Provozovatel sítě omezuje na {power}",reason_limited_by_grid_wait:"Provozovatel sítě omezuje na {power}; smí pokračovat za {wait}",reason_minimum_off_time:"Přebytek stačí: nabíjení začne za {wait}",reason_minimum_soc:"Nejdřív nabít na {target}: nyní {soc}",reason_plan:"Nabíjení podle plánu {span}",reason_plan_cheapest:"Nejlevnější hodiny {span}",reason_plan_solar:"Plánované slunečné hodiny {span}",reason_plan_unreachable:"Plný výkon, a přesto bude v {end} chybět {energy}",reason_plan_waiting:"Čeká na plánované hodiny {span}",reason_plan_waiting_cheapest:"Čeká na nejlevnější hodiny {span}",reason_plan_waiting_solar:"Čeká na slunečné hodiny {span}",reason_switching_phases:"Přepíná na {phases}",reason_switching_phases_wait:"Přepíná na {phases}: nabíjení pokračuje za {wait}",reason_waiting_for_surplus:"Čeká na přebytek {power}",reason_waiting_for_surplus_wait:"Čeká na přebytek {power} po dobu {wait}",reason_waiting_for_turn:"Čeká, až přijde na řadu: {circuit} je plně využit",reason_waiting_for_turn_wait:"Čeká, až přijde na řadu, nejvýše {wait}: {circuit} je plně využit",receipt:"Účtenka",receipt_battery:"Baterie",receipt_dearer:"o {cost} víc než při okamžitém nabíjení",receipt_description:"Kolik poslední relace konektoru odebrala, stála a ušetřila.",receipt_estimated:"Částečně odhadnuto",receipt_grid:"Síť",receipt_none:"Zatím zde žádná relace neskončila.",receipt_saved:"Ušetřeno {cost}",receipt_sun:"Slunce",receipt_unknown:"Neznámé",refused_call:"Zařízení na adrese {address} se pokusilo připojit s jejím identifikátorem ({time}) a bylo odmítnuto: {cause}.",register:"Registrovat",repairs:"Otevřít opravy",running:"probíhá",save:"Uložit",saved:"Uloženo",session:"Relace",session_count:{one:"{count} relace",few:"{count} relace",other:"{count} relací"},sessions:"Relace",sessions_description:"Všechny relace se součty, grafem a stažením.",show_controls:"Zobrazit ovládání",show_graph:"Zobrazit graf",show_plan:"Zobrazit plán",shown_range:"{first}–{last} z {total}",signed:"Stáhnout podepsané odečty",solar_share:"Ze slunce",source_unknown:"Neznámé",sources:"Odkud energie pocházela",start:"Začátek",start_charging:"Spustit nabíjení",started_by:"Spuštěno",state_of_charge:"Stav nabití",stop_charging:"Zastavit nabíjení",stop_reason:"Ukončeno",sun:"Slunce",target_soc:"Nabít na (%)",this_month:"Tento měsíc",to:"Do",total:"Celkem",unknown_car:"{id_tag}, identifikátor Autocharge auta na {charge_point}",unknown_card:"{id_tag}, přiložena na {charge_point}",unknown_cards:"Neznámé karty",whose_card:"Čí je to karta?",reported_to:"Backend",back_end_queued:"čeká na odeslání",back_end_started:"začátek doručen, probíhá",back_end_delivered:"doručena {when}",back_end_set_aside:"odložena: nepřijímá se tam",back_end_let_go:"vzdána",back_end_aside:"odložena: {why}",back_end_why_restored_backup:"čekala, když vznikla obnovená záloha, a mezitím mohla dorazit",back_end_why_no_start:"její začátek tam nebyl nikdy přijat",back_end_why_no_answer:"nepřišla odpověď",back_end_why_closes_connection:"backend pokaždé ukončil spojení",back_end_why_no_transaction_id:"nepřišlo číslo transakce",reason_not_running:"Plug Control neběžel",ribbon:"24 hodin",ribbon_by:"Do {time}",ribbon_description:"24 hodin každého konektoru: slunce, ceny, co dělal a co udělá. Tažením vlajky se plánuje.",ribbon_displaces:"{name} o {wait} později",ribbon_done:"hotovo v {time}",ribbon_forecast:"Předpověď slunce",ribbon_hint:"Tažením vlajky vytvoříte plán",ribbon_keys:"Šipky posouvají, Enter potvrdí, Escape zruší.",ribbon_look:"Co bylo a bude, a proč",ribbon_not_planned:"nic naplánováno",ribbon_now:"Nyní",ribbon_reachable:"možné do {time}",ribbon_short:"chybí {energy}",ribbon_since:"{limit} od {time}",ribbon_sun_share:"{percent} ze slunce",ribbon_surplus:"Přebytek",ribbon_target:"Cíl",ribbon_took:"odběr {power}",ribbon_unknown:"nic není známo"};var mr={amperes_per_phase:"Ampere pr. fase",as_table:"Som tabel",boost:"Boost",boost_hint:"Fuld effekt, indtil denne session slutter",call_address:"Indtast denne adresse i ladestanderens indstillinger, hvor den spørger efter OCPP-serveren:",cancel:"Annullér",car:"Bil",car_recognised:"Genkendt: {car}",card:"Kort",card_description:"Ét stik: hvad det gør og hvorfor, med alle betjeningselementer.",cars_all:"Alle biler",charge_point:"Ladestander",charger_allows:"Hvad ladestanderen siger, at den tillader",charging:"Oplader",charging_time:"Reelt opladet i",choose_connector:"Vælg et stik fra Plug Control i kortets indstillinger.",close:"Luk",co2:"CO₂",connector:"Stik",connectors_all:"Alle stik",correct:"Ret",correct_hint:"Det målte forbliver, som det er.",cost:"Omkostning",cost_unknown:{one:"{count} uden kendt omkostning",other:"{count} uden kendt omkostning"},co2_unknown:{one:"{count} uden kendt CO₂",other:"{count} uden kendt CO₂"},count_charging:{one:"oplader",other:"oplader"},count_free:{one:"ledig",other:"ledige"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"tilsluttet",other:"tilsluttet"},csv:"Download CSV",currency_only:"Diagrammet viser kun {currency}.",dashboard_description:"Alle ladestandere, deres sessioner og deres energi. Nye dukker op af sig selv.",details:"Sessionens detaljer",dismiss:"Afvis",document:"Dokument",document_busy:"Opretter …",document_hint:"Af de sessioner, som kortet viser nu. Det gemmes her et stykke tid og kan hentes via sit link.",document_make:"Opret dokument",document_ready:"Klar til download",duration:"Varighed",end:"Slut",energy:"Energi",energy_kwh:"Energi (kWh)",energy_total:"Energi i disse sessioner",estimated:"anslået",estimated_legend:"delvist anslået",every:"Gentag",failed:"Det lykkedes ikke",format:"Fil",from:"Fra",grid:"Elnet",group_by:"Efter",group_car:"Bil",group_connector:"Stik",group_none:"Samlet",group_person:"Person",group_source:"Kilde",ha_starts:"Home Assistant starter …",home_battery:"Hjemmebatteri",hour:"Time",house_time:"Dage og måneder er husets ({zone}).",layout:"Til",layout_company_car:"Firmabil: refusion fra arbejdsgiveren",layout_landlord:"Udlejer eller ejerforening: pr. person",layout_registration:"Registrering: energi pr. ladestander",layout_sessions:"Alle sessioner",limit:"Maksimal strøm",loading:"Indlæser …",main_fuse:"hovedsikringen",mean_power:"Middeleffekt",measure:"Vis",measure_cost:"Omkostning",measure_energy:"Energi",measure_sun:"Solandel",meter:"Måler",minute:"Minut",mode:"Opladningstilstand",month_empty:"Ingen sessioner endnu i denne måned.",name:"Navn",named_circuit:"“{name}”",newer:"Nyere",next:"Næste",no_car:"Ingen bil",no_connectors:"Ingen ladestander har endnu oprettet forbindelse til Plug Control.",no_own_sessions:"Der er ingen sessioner med dine kort i dette tidsrum. Kun administratorer ser andres sessioner, medmindre en indstilling i Plug Control deler dem.",no_sessions:"Ingen sessioner i dette tidsrum.",nobody:"Uden kort",not_connected:"{name} er ikke forbundet",not_running:"Plug Control er sat op, men kører ikke. Denne side fortsætter af sig selv, så snart den kører.",not_set_up:"Plug Control er ikke sat op her (længere). Tilføj integrationen, eller slet dette betjeningspanel.",note:"Note",offline:"Offline",offline_since:"Offline siden",older:"Ældre",only_own:"Kun dine egne sessioner",open_settings:"Åbn indstillingerne",others:"Andre",paused:"På pause",peak_power:"Spidseffekt",period:"Tidsrum",period_all:"Alt",period_day:"Dag",period_last:{one:"Seneste dag",other:"Seneste {days} dage"},period_month:"Måned",period_own:"Fra … til …",period_year:"År",person:"Hvem",persons_all:"Alle",phases:{one:"én fase",other:"{phases} faser"},plan:"Plan",plan_came:"Opladet til tiden",plan_none:"Ingen plan",plan_planned:"Planlagt",plan_soc_unknown:"Bilens ladeniveau er ukendt: {energy} i stedet for {percent}",plan_use:"Oplad efter denne plan",power:"Effekt",power_means:"Middelværdier: Home Assistant har ikke længere de enkelte værdier.",previous:"Forrige",price:"Pris",price_agreed:"Aftalt pris pr. kWh ({currency})",price_agreed_hint:"Tomt: hvad energien kostede.",price_agreed_wrong:"Prisen skal være et tal, for eksempel 0,31; eller lad feltet stå tomt.",problem:"Problem",ready_by:"Klar senest",reason:"Hvorfor",reason_cheap:"Strømmen er billig: {price}, grænse {price_limit}",reason_holding_minimum:"For lidt overskud: pause om {wait}",reason_home_battery_first:"Hjemmebatteriet først: {soc} af {target}",reason_limited_by_away:"Begrænset af {circuit}: {away} er offline og tæller som {away_current}",reason_limited_by_circuit:"Begrænset af {circuit}",reason_limited_by_circuit_phase:"Begrænset af {circuit} på {phase}",reason_limited_by_circuit_wait:"Slået fra af {circuit} på {phase}; må starte igen om {wait}",reason_limited_by_grid:"Netselskabet begrænser til {power}",reason_limited_by_grid_wait:"Netselskabet begrænser til {power}; må fortsætte om {wait}",reason_minimum_off_time:"Nok overskud: opladningen starter om {wait}",reason_minimum_soc:"Oplader først til {target}: nu {soc}",reason_plan:"Oplader efter plan {span}",reason_plan_cheapest:"Billigste timer {span}",reason_plan_solar:"Planlagte soltimer {span}",reason_plan_unreachable:"Fuld effekt, men der vil alligevel mangle {energy} kl. {end}",reason_plan_waiting:"Venter på de planlagte timer {span}",reason_plan_waiting_cheapest:"Venter på de billigste timer {span}",reason_plan_waiting_solar:"Venter på soltimerne {span}",reason_switching_phases:"Skifter til {phases}",reason_switching_phases_wait:"Skifter til {phases}: oplader igen om {wait}",reason_waiting_for_surplus:"Venter på {power} overskud",reason_waiting_for_surplus_wait:"Venter på {power} overskud i {wait}",reason_waiting_for_turn:"Venter på sin tur: {circuit} er fuldt udnyttet",reason_waiting_for_turn_wait:"Venter på sin tur, højst {wait}: {circuit} er fuldt udnyttet",receipt:"Kvittering",receipt_battery:"Batteri",receipt_dearer:"{cost} dyrere end opladning med det samme",receipt_description:"Hvad et stiks seneste session tog, kostede og sparede.",receipt_estimated:"Delvist anslået",receipt_grid:"Elnet",receipt_none:"Ingen session er afsluttet her endnu.",receipt_saved:"{cost} sparet",receipt_sun:"Sol",receipt_unknown:"Ukendt",refused_call:"En enhed på {address} prøvede at oprette forbindelse med dens identitet ({time}) og blev afvist: {cause}.",register:"Registrér",repairs:"Åbn reparationer",running:"i gang",save:"Gem",saved:"Gemt",session:"Session",session_count:{one:"{count} session",other:"{count} sessioner"},sessions:"Sessioner",sessions_description:"Alle sessioner med totaler, diagram og download.",show_controls:"Vis betjening",show_graph:"Vis grafen",show_plan:"Vis planen",shown_range:"{first}–{last} af {total}",signed:"Download signerede aflæsninger",solar_share:"Fra solen",source_unknown:"Ukendt",sources:"Hvor energien kom fra",start:"Start",start_charging:"Start opladning",started_by:"Startet af",state_of_charge:"Ladeniveau",stop_charging:"Stop opladning",stop_reason:"Afsluttet af",sun:"Sol",target_soc:"Oplad til (%)",this_month:"Denne måned",to:"Til",total:"I alt",unknown_car:"{id_tag}, en bils Autocharge-id ved {charge_point}",unknown_card:"{id_tag}, vist ved {charge_point}",unknown_cards:"Ukendte kort",whose_card:"Hvis kort er det?",reported_to:"Backend",back_end_queued:"venter på at blive sendt",back_end_started:"starten leveret, er i gang",back_end_delivered:"leveret {when}",back_end_set_aside:"lagt til side: tages ikke imod dér",back_end_let_go:"opgivet",back_end_aside:"lagt til side: {why}",back_end_why_restored_backup:"ventede, da den gendannede sikkerhedskopi blev lavet, og kan være kommet frem siden",back_end_why_no_start:"starten blev aldrig taget imod dér",back_end_why_no_answer:"der kom intet svar",back_end_why_closes_connection:"backendet lukkede forbindelsen hver gang",back_end_why_no_transaction_id:"der kom intet transaktionsnummer",reason_not_running:"Plug Control kørte ikke",ribbon:"24 timer",ribbon_by:"Inden {time}",ribbon_description:"24 timer for hvert stik: sol, priser, hvad det gjorde og vil gøre. Træk i flaget for at planlægge.",ribbon_displaces:"{name} {wait} senere",ribbon_done:"færdig kl. {time}",ribbon_forecast:"Solprognose",ribbon_hint:"Træk i flaget for at planlægge",ribbon_keys:"Piletasterne trækker, Enter bekræfter, Escape fortryder.",ribbon_look:"Hvad der var og kommer, og hvorfor",ribbon_not_planned:"intet planlagt",ribbon_now:"Nu",ribbon_reachable:"muligt inden {time}",ribbon_short:"{energy} mangler",ribbon_since:"{limit} siden {time}",ribbon_sun_share:"{percent} sol",ribbon_surplus:"Overskud",ribbon_target:"Mål",ribbon_took:"tog {power}",ribbon_unknown:"intet vides"};var gr={amperes_per_phase:"Ampere je Phase",as_table:"Als Tabelle",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",call_address:"Trage diese Adresse in den Einstellungen der Ladestation dort ein, wo sie nach dem OCPP-Server fragt:",cancel:"Abbrechen",car:"Auto",car_recognised:"Erkannt: {car}",card:"Karte",card_description:"Ein Anschluss: was er tut und warum, mit allem zum Bedienen.",cars_all:"Alle Autos",charge_point:"Ladestation",charger_allows:"Was die Ladestation erlauben will",charging:"Lädt",charging_time:"Wirklich geladen",choose_connector:"Wähle in den Einstellungen der Karte einen Anschluss von Plug Control.",close:"Schließen",co2:"CO₂",connector:"Anschluss",connectors_all:"Alle Anschlüsse",correct:"Korrigieren",correct_hint:"Was gemessen wurde, bleibt, wie es ist.",cost:"Kosten",cost_unknown:{one:"{count} ohne bekannte Kosten",other:"{count} ohne bekannte Kosten"},co2_unknown:{one:"{count} ohne bekanntes CO₂",other:"{count} ohne bekanntes CO₂"},count_charging:{one:"lädt",other:"laden"},count_free:{one:"frei",other:"frei"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"angesteckt",other:"angesteckt"},csv:"CSV herunterladen",currency_only:"Das Diagramm zeigt nur {currency}.",dashboard_description:"Alle Ladestationen, ihre Ladevorgänge und ihre Energie. Neue erscheinen von selbst.",details:"Einzelheiten zum Ladevorgang",dismiss:"Ausblenden",document:"Dokument",document_busy:"Wird erstellt …",document_hint:"Von den Ladevorgängen, die die Karte gerade zeigt. Es wird hier eine Zeit lang aufgehoben und lässt sich über seinen Link herunterladen.",document_make:"Dokument erstellen",document_ready:"Zum Herunterladen bereit",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",estimated_legend:"zum Teil geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",format:"Datei",from:"Von",grid:"Netz",group_by:"Nach",group_car:"Auto",group_connector:"Anschluss",group_none:"Zusammen",group_person:"Person",group_source:"Herkunft",ha_starts:"Home Assistant startet gerade …",home_battery:"Hausspeicher",hour:"Stunde",house_time:"Tage und Monate sind die des Hauses ({zone}).",layout:"Wofür",layout_company_car:"Dienstwagen: Erstattung durch den Arbeitgeber",layout_landlord:"Vermieter oder Eigentümergemeinschaft: nach Person",layout_registration:"Registrierung: Energie je Ladestation",layout_sessions:"Alle Ladevorgänge",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",mean_power:"Mittlere Leistung",measure:"Zeigen",measure_cost:"Kosten",measure_energy:"Energie",measure_sun:"Sonnenanteil",meter:"Zähler",minute:"Minute",mode:"Lademodus",month_empty:"Diesen Monat noch keine Ladevorgänge.",name:"Name",named_circuit:"„{name}“",newer:"Neuere",next:"Weiter",no_car:"Kein Auto",no_connectors:"Noch hat sich keine Ladestation mit Plug Control verbunden.",no_own_sessions:"In dieser Zeit gibt es keine Ladevorgänge mit deinen Karten. Nur Administratoren sehen die Ladevorgänge anderer, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",nobody:"Ohne Karte",not_connected:"{name} ist nicht verbunden",not_running:"Plug Control ist eingerichtet, läuft aber nicht. Sobald es läuft, geht es hier von selbst weiter.",not_set_up:"Plug Control ist hier nicht (mehr) eingerichtet. Füge die Integration hinzu oder lösche dieses Dashboard.",note:"Notiz",offline:"Offline",offline_since:"Offline seit",older:"Ältere",only_own:"Nur deine eigenen Ladevorgänge",open_settings:"Einstellungen öffnen",others:"Übrige",paused:"Pausiert",peak_power:"Höchste Leistung",period:"Zeitraum",period_all:"Alles",period_day:"Tag",period_last:{one:"Letzter Tag",other:"Letzte {days} Tage"},period_month:"Monat",period_own:"Von … bis …",period_year:"Jahr",person:"Wer",persons_all:"Alle",phases:{one:"eine Phase",other:"{phases} Phasen"},plan:"Plan",plan_came:"Rechtzeitig geladen",plan_none:"Kein Plan",plan_planned:"Geplant",plan_soc_unknown:"Ladestand des Autos unbekannt: {energy} statt {percent}",plan_use:"Nach diesem Plan laden",power:"Leistung",power_means:"Mittelwerte: Home Assistant hat die einzelnen Werte nicht mehr.",previous:"Zurück",price:"Preis",price_agreed:"Vereinbarter Preis je kWh ({currency})",price_agreed_hint:"Leer: was die Energie gekostet hat.",price_agreed_wrong:"Der Preis muss eine Zahl sein, etwa 0,31; oder lass das Feld leer.",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_away:"Begrenzt durch {circuit}: {away} ist offline und zählt mit {away_current}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_limited_by_circuit_wait:"Abgeschaltet durch {circuit} auf {phase}; darf in {wait} wieder starten",reason_limited_by_grid:"Der Netzbetreiber begrenzt auf {power}",reason_limited_by_grid_wait:"Der Netzbetreiber begrenzt auf {power}; es geht in {wait} weiter",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_minimum_soc:"Lädt zuerst bis {target}: jetzt {soc}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet auf andere Autos: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait} auf andere Autos: {circuit} ist ausgelastet",receipt:"Beleg",receipt_battery:"Speicher",receipt_dearer:"{cost} mehr als bei sofortigem Laden",receipt_description:"Was der letzte Ladevorgang eines Anschlusses verbraucht, gekostet und gespart hat.",receipt_estimated:"Zum Teil geschätzt",receipt_grid:"Netz",receipt_none:"Hier ist noch kein Ladevorgang zu Ende gegangen.",receipt_saved:"{cost} gespart",receipt_sun:"Sonne",receipt_unknown:"Unbekannt",refused_call:"Ein Gerät mit der Adresse {address} wollte sich mit ihrer Kennung verbinden ({time}) und wurde abgewiesen: {cause}.",register:"Registrieren",repairs:"Reparaturen öffnen",running:"läuft",save:"Speichern",saved:"Gespart",session:"Ladevorgang",session_count:{one:"{count} Ladevorgang",other:"{count} Ladevorgänge"},sessions:"Ladevorgänge",sessions_description:"Alle Ladevorgänge, mit Summen, Diagramm und Download.",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",shown_range:"{first}–{last} von {total}",signed:"Signierte Messwerte herunterladen",solar_share:"Von der Sonne",source_unknown:"Unbekannt",sources:"Woher die Energie kam",start:"Beginn",start_charging:"Laden starten",started_by:"Gestartet von",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",this_month:"Dieser Monat",to:"Bis",total:"Summe",unknown_car:"{id_tag}, die Autocharge-Kennung eines Autos an {charge_point}",unknown_card:"{id_tag}, vorgehalten an {charge_point}",unknown_cards:"Unbekannte Karten",whose_card:"Wem gehört die Karte?",reported_to:"Backend",back_end_queued:"wartet aufs Senden",back_end_started:"Start zugestellt, läuft noch",back_end_delivered:"zugestellt {when}",back_end_set_aside:"zurückgestellt: wird dort nicht angenommen",back_end_let_go:"aufgegeben",back_end_aside:"zurückgestellt: {why}",back_end_why_restored_backup:"wartete, als die wiederhergestellte Sicherung entstand, und kann seither angekommen sein",back_end_why_no_start:"der Start wurde dort nie angenommen",back_end_why_no_answer:"es kam keine Antwort",back_end_why_closes_connection:"das Backend beendete jedes Mal die Verbindung",back_end_why_no_transaction_id:"es kam keine Transaktions-ID",reason_not_running:"Plug Control lief nicht",ribbon:"24 Stunden",ribbon_by:"Bis {time}",ribbon_description:"24 Stunden jedes Anschlusses: Sonne, Preise, was er getan hat und tun wird. Zum Planen die Fahne ziehen.",ribbon_displaces:"{name} {wait} später",ribbon_done:"fertig um {time}",ribbon_forecast:"Sonne laut Prognose",ribbon_hint:"Zum Planen die Fahne ziehen",ribbon_keys:"Pfeiltasten ziehen, Eingabe übernimmt, Escape verwirft.",ribbon_look:"Was war und sein wird, und warum",ribbon_not_planned:"nichts geplant",ribbon_now:"Jetzt",ribbon_reachable:"möglich bis {time}",ribbon_short:"{energy} fehlen",ribbon_since:"{limit} seit {time}",ribbon_sun_share:"{percent} Sonne",ribbon_surplus:"Überschuss",ribbon_target:"Ziel",ribbon_took:"nahm {power}",ribbon_unknown:"nichts bekannt"};var yn={amperes_per_phase:"Amperes per phase",as_table:"As a table",boost:"Boost",boost_hint:"Full power until this session ends",call_address:"Enter this address in the charge point's settings, where it asks for the OCPP server:",cancel:"Cancel",car:"Car",car_recognised:"Recognised: {car}",card:"Card",card_description:"One connector: what it does and why, with all its controls.",cars_all:"All cars",charge_point:"Charge point",charger_allows:"What the charger says it will allow",charging:"Charging",charging_time:"Really charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",close:"Close",co2:"CO₂",connector:"Connector",connectors_all:"All connectors",correct:"Correct",correct_hint:"What was measured stays as it is.",cost:"Cost",cost_unknown:{one:"{count} without a known cost",other:"{count} without a known cost"},co2_unknown:{one:"{count} without known CO₂",other:"{count} without known CO₂"},count_charging:{one:"charging",other:"charging"},count_free:{one:"free",other:"free"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"plugged in",other:"plugged in"},csv:"Download CSV",currency_only:"The chart shows only {currency}.",dashboard_description:"All charge points, their sessions and their energy. New ones appear by themselves.",details:"Details of the session",dismiss:"Dismiss",document:"Document",document_busy:"Making it …",document_hint:"Of the sessions that the card shows now. It is kept here for a while, and can be downloaded by its link.",document_make:"Make document",document_ready:"Ready for download",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",estimated_legend:"partly estimated",every:"Repeat",failed:"That did not work",format:"File",from:"From",grid:"Grid",group_by:"By",group_car:"Car",group_connector:"Connector",group_none:"Together",group_person:"Person",group_source:"Source",ha_starts:"Home Assistant is starting …",home_battery:"Home battery",hour:"Hour",house_time:"Days and months are those of the house ({zone}).",layout:"For",layout_company_car:"Company car: refund by the employer",layout_landlord:"Landlord or community of owners: by person",layout_registration:"Registration: energy of each charge point",layout_sessions:"All sessions",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",mean_power:"Mean power",measure:"Show",measure_cost:"Cost",measure_energy:"Energy",measure_sun:"Sun share",meter:"Meter",minute:"Minute",mode:"Charging mode",month_empty:"No sessions yet this month.",name:"Name",named_circuit:"“{name}”",newer:"Newer",next:"Next",no_car:"No car",no_connectors:"No charge point has connected to Plug Control yet.",no_own_sessions:"There are no sessions with your cards in this time. Only administrators see the sessions of others, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",nobody:"Without a card",not_connected:"{name} is not connected",not_running:"Plug Control is set up, but not running. This page goes on by itself as soon as it runs.",not_set_up:"Plug Control is not set up here (any more). Add the integration, or delete this dashboard.",note:"Note",offline:"Offline",offline_since:"Offline since",older:"Older",only_own:"Only your own sessions",open_settings:"Open the settings",others:"Others",paused:"Paused",peak_power:"Peak power",period:"Time",period_all:"All",period_day:"Day",period_last:{one:"Last day",other:"Last {days} days"},period_month:"Month",period_own:"From … to …",period_year:"Year",person:"Who",persons_all:"Everyone",phases:{one:"one phase",other:"{phases} phases"},plan:"Plan",plan_came:"Came in time",plan_none:"No plan",plan_planned:"Planned",plan_soc_unknown:"The car's state of charge is unknown: {energy} instead of {percent}",plan_use:"Charge by this plan",power:"Power",power_means:"Means: Home Assistant no longer has the single values.",previous:"Previous",price:"Price",price_agreed:"Agreed price per kWh ({currency})",price_agreed_hint:"Empty: what the energy cost.",price_agreed_wrong:"The price has to be a number, such as 0.31; or leave it empty.",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_away:"Limited by {circuit}: {away} is offline and counts as {away_current}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_limited_by_circuit_wait:"Switched off by {circuit} on {phase}; may start again in {wait}",reason_limited_by_grid:"The grid operator limits to {power}",reason_limited_by_grid_wait:"The grid operator limits to {power}; may go on in {wait}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_minimum_soc:"Charging to {target} first: at {soc}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",receipt:"Receipt",receipt_battery:"Battery",receipt_dearer:"{cost} more than charging at once",receipt_description:"What the last session of a connector took, cost and saved.",receipt_estimated:"Partly estimated",receipt_grid:"Grid",receipt_none:"No session has ended here yet.",receipt_saved:"{cost} saved",receipt_sun:"Sun",receipt_unknown:"Unknown",refused_call:"A device at {address} tried to connect with its identity ({time}) and was refused: {cause}.",register:"Register",repairs:"Open the repairs",running:"running",save:"Save",saved:"Saved",session:"Session",session_count:{one:"{count} session",other:"{count} sessions"},sessions:"Sessions",sessions_description:"All sessions, with totals, a chart and a download.",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",shown_range:"{first}–{last} of {total}",signed:"Download signed meter values",solar_share:"From the sun",source_unknown:"Unknown",sources:"Where the energy came from",start:"Start",start_charging:"Start charging",started_by:"Started by",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",this_month:"This month",to:"To",total:"Total",unknown_car:"{id_tag}, a car's Autocharge id at {charge_point}",unknown_card:"{id_tag}, presented at {charge_point}",unknown_cards:"Unknown cards",whose_card:"Whose card is it?",reported_to:"Back end",back_end_queued:"waits to be sent",back_end_started:"start delivered, still running",back_end_delivered:"delivered {when}",back_end_set_aside:"set aside: it does not take it",back_end_let_go:"let go",back_end_aside:"set aside: {why}",back_end_why_restored_backup:"it waited when the restored backup was made, and may have arrived since",back_end_why_no_start:"its start was never taken there",back_end_why_no_answer:"no answer came to it",back_end_why_closes_connection:"the back end closed the connection each time",back_end_why_no_transaction_id:"no transaction id came for it",reason_not_running:"Plug Control was not running",ribbon:"24 hours",ribbon_by:"By {time}",ribbon_description:"24 hours of each connector: sun, prices, what it did and what it will do. Pull the flag to plan.",ribbon_displaces:"{name} {wait} later",ribbon_done:"done by {time}",ribbon_forecast:"Sun forecast",ribbon_hint:"Pull the flag to make a plan",ribbon_keys:"The arrow keys pull, Enter sets, Escape leaves it.",ribbon_look:"What was and will be, and why",ribbon_not_planned:"nothing planned",ribbon_now:"Now",ribbon_reachable:"possible by {time}",ribbon_short:"{energy} short",ribbon_since:"{limit} since {time}",ribbon_sun_share:"{percent} sun",ribbon_surplus:"Surplus",ribbon_target:"Target",ribbon_took:"took {power}",ribbon_unknown:"nothing is known"};var fr={amperes_per_phase:"Amperios por fase",as_table:"Como tabla",boost:"Boost",boost_hint:"Potencia máxima hasta que termine esta sesión",call_address:"Introduce esta dirección en los ajustes del punto de recarga, donde pide el servidor OCPP:",cancel:"Cancelar",car:"Coche",car_recognised:"Reconocido: {car}",card:"Tarjeta",card_description:"Un conector: qué hace y por qué, con todos sus controles.",cars_all:"Todos los coches",charge_point:"Punto de recarga",charger_allows:"Lo que el punto de recarga dice que permitirá",charging:"Cargando",charging_time:"Carga efectiva",choose_connector:"Elige un conector de Plug Control en los ajustes de la tarjeta.",close:"Cerrar",co2:"CO₂",connector:"Conector",connectors_all:"Todos",correct:"Corregir",correct_hint:"Lo que se midió queda como está.",cost:"Coste",cost_unknown:{one:"{count} sin coste conocido",other:"{count} sin coste conocido"},co2_unknown:{one:"{count} sin CO₂ conocido",other:"{count} sin CO₂ conocido"},count_charging:{one:"cargando",other:"cargando"},count_free:{one:"libre",other:"libres"},count_offline:{one:"sin conexión",other:"sin conexión"},count_plugged_in:{one:"enchufado",other:"enchufados"},csv:"Descargar CSV",currency_only:"El gráfico solo muestra {currency}.",dashboard_description:"Todos los puntos de recarga, sus sesiones y su energía. Los nuevos aparecen solos.",details:"Detalles de la sesión",dismiss:"Ocultar",document:"Documento",document_busy:"Creando…",document_hint:"De las sesiones que la tarjeta muestra ahora. Se conserva aquí un tiempo y se puede descargar con su enlace.",document_make:"Crear documento",document_ready:"Listo para descargar",duration:"Duración",end:"Fin",energy:"Energía",energy_kwh:"Energía (kWh)",energy_total:"Energía de estas sesiones",estimated:"estimada",estimated_legend:"en parte estimado",every:"Repetir",failed:"No ha funcionado",format:"Archivo",from:"Desde",grid:"Red",group_by:"Por",group_car:"Coche",group_connector:"Conector",group_none:"Juntas",group_person:"Persona",group_source:"Origen",ha_starts:"Home Assistant se está iniciando…",home_battery:"Batería doméstica",hour:"Hora",house_time:"Los días y los meses son los de la casa ({zone}).",layout:"Para",layout_company_car:"Coche de empresa: reembolso de la empresa",layout_landlord:"Casero o comunidad de propietarios: por persona",layout_registration:"Registro: energía de cada punto de recarga",layout_sessions:"Todas las sesiones",limit:"Corriente máxima",loading:"Cargando…",main_fuse:"el fusible principal",mean_power:"Potencia media",measure:"Mostrar",measure_cost:"Coste",measure_energy:"Energía",measure_sun:"Parte solar",meter:"Contador",minute:"Minuto",mode:"Modo de carga",month_empty:"Aún no hay sesiones este mes.",name:"Nombre",named_circuit:"«{name}»",newer:"Más recientes",next:"Siguiente",no_car:"Ningún coche",no_connectors:"Ningún punto de recarga se ha conectado todavía a Plug Control.",no_own_sessions:"No hay sesiones con tus tarjetas en este periodo. Solo los administradores ven las sesiones de los demás, salvo que una opción de Plug Control las comparta.",no_sessions:"No hay sesiones en este periodo.",nobody:"Sin tarjeta",not_connected:"{name} no está conectado",not_running:"Plug Control está configurado, pero no funciona. Esta página continúa sola en cuanto funcione.",not_set_up:"Plug Control no está (o ya no está) configurado aquí. Añade la integración, o elimina este panel de control.",note:"Nota",offline:"Sin conexión",offline_since:"Sin conexión desde",older:"Más antiguas",only_own:"Solo tus propias sesiones",open_settings:"Abrir los ajustes",others:"Otros",paused:"En pausa",peak_power:"Potencia máxima",period:"Periodo",period_all:"Todo",period_day:"Día",period_last:{one:"Último día",other:"Últimos {days} días"},period_month:"Mes",period_own:"Del … al …",period_year:"Año",person:"Quién",persons_all:"Todos",phases:{one:"una fase",other:"{phases} fases"},plan:"Plan",plan_came:"Listo a tiempo",plan_none:"Sin plan",plan_planned:"Planificado",plan_soc_unknown:"Estado de carga del coche desconocido: {energy} en lugar de {percent}",plan_use:"Cargar según este plan",power:"Potencia",power_means:"Medias: Home Assistant ya no tiene los valores individuales.",previous:"Anterior",price:"Precio",price_agreed:"Precio acordado por kWh ({currency})",price_agreed_hint:"Vacío: lo que costó la energía.",price_agreed_wrong:"El precio debe ser un número, como 0,31; o deja el campo vacío.",problem:"Problema",ready_by:"Listo a las",reason:"Por qué",reason_cheap:"La electricidad es barata: {price}, límite {price_limit}",reason_holding_minimum:"Demasiado poco excedente: pausa en {wait}",reason_home_battery_first:"La batería doméstica va primero: {soc} de {target}",reason_limited_by_away:"Limitado por {circuit}: {away} está sin conexión y cuenta como {away_current}",reason_limited_by_circuit:"Limitado por {circuit}",reason_limited_by_circuit_phase:"Limitado por {circuit} en {phase}",reason_limited_by_circuit_wait:"Apagado por {circuit} en {phase}; puede iniciarse de nuevo en {wait}",reason_limited_by_grid:"El operador de la red limita a {power}",reason_limited_by_grid_wait:"El operador de la red limita a {power}; puede seguir en {wait}",reason_minimum_off_time:"Excedente suficiente: la carga empieza en {wait}",reason_minimum_soc:"Cargando primero hasta {target}: va por {soc}",reason_plan:"Cargando según el plan {span}",reason_plan_cheapest:"Horas más baratas {span}",reason_plan_solar:"Horas de sol planificadas {span}",reason_plan_unreachable:"Potencia máxima, pero faltarán {energy} a las {end}",reason_plan_waiting:"Esperando las horas planificadas {span}",reason_plan_waiting_cheapest:"Esperando las horas más baratas {span}",reason_plan_waiting_solar:"Esperando las horas de sol {span}",reason_switching_phases:"Cambiando a {phases}",reason_switching_phases_wait:"Cambiando a {phases}: carga de nuevo en {wait}",reason_waiting_for_surplus:"Esperando {power} de excedente",reason_waiting_for_surplus_wait:"Esperando {power} de excedente durante {wait}",reason_waiting_for_turn:"Esperando su turno: {circuit} está al completo",reason_waiting_for_turn_wait:"Esperando su turno, {wait} como máximo: {circuit} está al completo",receipt:"Recibo",receipt_battery:"Batería",receipt_dearer:"{cost} más que cargando enseguida",receipt_description:"Lo que la última sesión de un conector tomó, costó y ahorró.",receipt_estimated:"En parte estimado",receipt_grid:"Red",receipt_none:"Aquí aún no ha terminado ninguna sesión.",receipt_saved:"{cost} ahorrados",receipt_sun:"Sol",receipt_unknown:"Desconocido",refused_call:"Un dispositivo en {address} intentó conectarse con su identidad ({time}) y fue rechazado: {cause}.",register:"Registrar",repairs:"Abrir las reparaciones",running:"en curso",save:"Guardar",saved:"Ahorrado",session:"Sesión",session_count:{one:"{count} sesión",other:"{count} sesiones"},sessions:"Sesiones",sessions_description:"Todas las sesiones, con totales, un gráfico y descarga.",show_controls:"Mostrar los controles",show_graph:"Mostrar el gráfico",show_plan:"Mostrar el plan",shown_range:"{first}–{last} de {total}",signed:"Descargar lecturas firmadas",solar_share:"Del sol",source_unknown:"Desconocido",sources:"De dónde vino la energía",start:"Inicio",start_charging:"Iniciar la carga",started_by:"Iniciada por",state_of_charge:"Estado de carga",stop_charging:"Detener la carga",stop_reason:"Terminada por",sun:"Sol",target_soc:"Cargar hasta (%)",this_month:"Este mes",to:"Hasta",total:"Total",unknown_car:"{id_tag}, el identificador Autocharge de un coche en {charge_point}",unknown_card:"{id_tag}, presentada en {charge_point}",unknown_cards:"Tarjetas desconocidas",whose_card:"¿De quién es la tarjeta?",reported_to:"Backend",back_end_queued:"espera a enviarse",back_end_started:"inicio entregado, en curso",back_end_delivered:"entregada {when}",back_end_set_aside:"apartada: allí no se acepta",back_end_let_go:"dejada",back_end_aside:"apartada: {why}",back_end_why_restored_backup:"esperaba cuando se hizo la copia de seguridad restaurada y puede haber llegado desde entonces",back_end_why_no_start:"allí nunca se aceptó su inicio",back_end_why_no_answer:"no llegó ninguna respuesta",back_end_why_closes_connection:"el backend cerró la conexión cada vez",back_end_why_no_transaction_id:"no llegó ningún número de transacción",reason_not_running:"Plug Control no estaba en marcha",ribbon:"24 horas",ribbon_by:"Antes de {time}",ribbon_description:"24 horas de cada conector: sol, precios, lo que hizo y lo que hará. Tire de la bandera para planificar.",ribbon_displaces:"{name} {wait} más tarde",ribbon_done:"listo a las {time}",ribbon_forecast:"Sol previsto",ribbon_hint:"Tire de la bandera para planificar",ribbon_keys:"Las flechas tiran, Intro confirma, Escape cancela.",ribbon_look:"Lo que fue y será, y por qué",ribbon_not_planned:"nada previsto",ribbon_now:"Ahora",ribbon_reachable:"posible antes de {time}",ribbon_short:"faltan {energy}",ribbon_since:"{limit} desde {time}",ribbon_sun_share:"{percent} de sol",ribbon_surplus:"Excedente",ribbon_target:"Objetivo",ribbon_took:"tomó {power}",ribbon_unknown:"no se sabe nada"};var _r={amperes_per_phase:"Ampères par phase",as_table:"En tableau",boost:"Boost",boost_hint:"Pleine puissance jusqu'à la fin de cette session",call_address:"Saisissez cette adresse dans les réglages de la borne, là où elle demande le serveur OCPP :",cancel:"Annuler",car:"Voiture",car_recognised:"Reconnue : {car}",card:"Badge",card_description:"Un connecteur : ce qu'il fait et pourquoi, avec toutes ses commandes.",cars_all:"Toutes les voitures",charge_point:"Borne de recharge",charger_allows:"Ce que la borne dit qu'elle autorisera",charging:"En charge",charging_time:"Charge effective",choose_connector:"Choisissez un connecteur de Plug Control dans les réglages de la carte.",close:"Fermer",co2:"CO₂",connector:"Connecteur",connectors_all:"Tous",correct:"Corriger",correct_hint:"Ce qui a été mesuré reste tel quel.",cost:"Coût",cost_unknown:{one:"{count} sans coût connu",other:"{count} sans coût connu"},co2_unknown:{one:"{count} sans CO₂ connu",other:"{count} sans CO₂ connu"},count_charging:{one:"en charge",other:"en charge"},count_free:{one:"disponible",other:"disponibles"},count_offline:{one:"hors ligne",other:"hors ligne"},count_plugged_in:{one:"branchée",other:"branchées"},csv:"Télécharger en CSV",currency_only:"Le graphique ne montre que {currency}.",dashboard_description:"Toutes les bornes, leurs sessions et leur énergie. Les nouvelles apparaissent d'elles-mêmes.",details:"Détails de la session",dismiss:"Masquer",document:"Document",document_busy:"Création…",document_hint:"Des sessions que la carte montre en ce moment. Il est conservé ici un certain temps et peut être téléchargé par son lien.",document_make:"Créer le document",document_ready:"Prêt au téléchargement",duration:"Durée",end:"Fin",energy:"Énergie",energy_kwh:"Énergie (kWh)",energy_total:"Énergie de ces sessions",estimated:"estimée",estimated_legend:"en partie estimé",every:"Répéter",failed:"Cela n'a pas fonctionné",format:"Fichier",from:"De",grid:"Réseau",group_by:"Par",group_car:"Voiture",group_connector:"Connecteur",group_none:"Ensemble",group_person:"Personne",group_source:"Source",ha_starts:"Home Assistant démarre…",home_battery:"Batterie domestique",hour:"Heure",house_time:"Les jours et les mois sont ceux de la maison ({zone}).",layout:"Pour",layout_company_car:"Voiture de fonction : remboursement par l'employeur",layout_landlord:"Propriétaire ou copropriété : par personne",layout_registration:"Enregistrement : énergie de chaque borne",layout_sessions:"Toutes les sessions",limit:"Courant maximal",loading:"Chargement…",main_fuse:"le disjoncteur principal",mean_power:"Puissance moyenne",measure:"Afficher",measure_cost:"Coût",measure_energy:"Énergie",measure_sun:"Part solaire",meter:"Compteur",minute:"Minute",mode:"Mode de charge",month_empty:"Pas encore de sessions ce mois-ci.",name:"Nom",named_circuit:"« {name} »",newer:"Plus récentes",next:"Suivant",no_car:"Aucune voiture",no_connectors:"Aucune borne ne s'est encore connectée à Plug Control.",no_own_sessions:"Il n'y a pas de sessions avec vos badges sur cette période. Seuls les administrateurs voient les sessions des autres, sauf si une option de Plug Control les partage.",no_sessions:"Aucune session sur cette période.",nobody:"Sans badge",not_connected:"{name} n'est pas connectée",not_running:"Plug Control est configuré, mais ne fonctionne pas. Cette page continue d'elle-même dès qu'il fonctionne.",not_set_up:"Plug Control n'est pas (ou plus) configuré ici. Ajoutez l'intégration, ou supprimez ce tableau de bord.",note:"Note",offline:"Hors ligne",offline_since:"Hors ligne depuis",older:"Plus anciennes",only_own:"Seulement vos propres sessions",open_settings:"Ouvrir les paramètres",others:"Autres",paused:"En pause",peak_power:"Puissance maximale",period:"Période",period_all:"Tout",period_day:"Jour",period_last:{one:"Dernier jour",other:"{days} derniers jours"},period_month:"Mois",period_own:"Du … au …",period_year:"Année",person:"Qui",persons_all:"Tout le monde",phases:{one:"une phase",other:"{phases} phases"},plan:"Plan",plan_came:"Prête à temps",plan_none:"Aucun plan",plan_planned:"Planifié",plan_soc_unknown:"État de charge de la voiture inconnu : {energy} au lieu de {percent}",plan_use:"Recharger selon ce plan",power:"Puissance",power_means:"Moyennes : Home Assistant n'a plus les valeurs individuelles.",previous:"Précédent",price:"Prix",price_agreed:"Prix convenu par kWh ({currency})",price_agreed_hint:"Vide : ce que l'énergie a coûté.",price_agreed_wrong:"Le prix doit être un nombre, par exemple 0,31 ; ou laissez le champ vide.",problem:"Problème",ready_by:"Prête pour",reason:"Pourquoi",reason_cheap:"L'électricité est bon marché : {price}, limite {price_limit}",reason_holding_minimum:"Trop peu de surplus : pause dans {wait}",reason_home_battery_first:"La batterie domestique passe d'abord : {soc} sur {target}",reason_limited_by_away:"Limitée par {circuit} : {away} est hors ligne et compte pour {away_current}",reason_limited_by_circuit:"Limitée par {circuit}",reason_limited_by_circuit_phase:"Limitée par {circuit} sur {phase}",reason_limited_by_circuit_wait:"Coupée par {circuit} sur {phase} ; peut redémarrer dans {wait}",reason_limited_by_grid:"Le gestionnaire de réseau limite à {power}",reason_limited_by_grid_wait:"Le gestionnaire de réseau limite à {power} ; reprise possible dans {wait}",reason_minimum_off_time:"Assez de surplus : la recharge démarre dans {wait}",reason_minimum_soc:"Recharge d'abord à {target} : en est à {soc}",reason_plan:"Recharge selon le plan {span}",reason_plan_cheapest:"Heures les moins chères {span}",reason_plan_solar:"Heures ensoleillées planifiées {span}",reason_plan_unreachable:"Pleine puissance, mais il manquera {energy} à {end}",reason_plan_waiting:"En attente des heures planifiées {span}",reason_plan_waiting_cheapest:"En attente des heures les moins chères {span}",reason_plan_waiting_solar:"En attente des heures ensoleillées {span}",reason_switching_phases:"Passage à {phases}",reason_switching_phases_wait:"Passage à {phases} : la recharge reprend dans {wait}",reason_waiting_for_surplus:"En attente de {power} de surplus",reason_waiting_for_surplus_wait:"En attente de {power} de surplus pendant {wait}",reason_waiting_for_turn:"Attend son tour : {circuit} est entièrement utilisé",reason_waiting_for_turn_wait:"Attend son tour, {wait} au plus : {circuit} est entièrement utilisé",receipt:"Reçu",receipt_battery:"Batterie",receipt_dearer:"{cost} de plus qu'en rechargeant aussitôt",receipt_description:"Ce que la dernière session d'un connecteur a pris, coûté et économisé.",receipt_estimated:"En partie estimé",receipt_grid:"Réseau",receipt_none:"Aucune session ne s'est encore terminée ici.",receipt_saved:"{cost} économisés",receipt_sun:"Soleil",receipt_unknown:"Inconnu",refused_call:"Un appareil à {address} a essayé de se connecter avec son identifiant ({time}) et a été refusé : {cause}.",register:"Enregistrer",repairs:"Ouvrir les corrections",running:"en cours",save:"Enregistrer",saved:"Économisé",session:"Session",session_count:{one:"{count} session",other:"{count} sessions"},sessions:"Sessions",sessions_description:"Toutes les sessions, avec totaux, graphique et téléchargement.",show_controls:"Afficher les commandes",show_graph:"Afficher le graphique",show_plan:"Afficher le plan",shown_range:"{first}–{last} sur {total}",signed:"Télécharger les relevés signés",solar_share:"Du soleil",source_unknown:"Inconnu",sources:"D'où venait l'énergie",start:"Début",start_charging:"Démarrer la recharge",started_by:"Démarrée par",state_of_charge:"État de charge",stop_charging:"Arrêter la recharge",stop_reason:"Arrêtée par",sun:"Soleil",target_soc:"Recharger jusqu'à (%)",this_month:"Ce mois-ci",to:"À",total:"Total",unknown_car:"{id_tag}, l'identifiant Autocharge d'une voiture à {charge_point}",unknown_card:"{id_tag}, présenté à {charge_point}",unknown_cards:"Badges inconnus",whose_card:"À qui est le badge ?",reported_to:"Back-end",back_end_queued:"en attente d'envoi",back_end_started:"début remis, en cours",back_end_delivered:"remise {when}",back_end_set_aside:"mise de côté : elle n'y est pas prise",back_end_let_go:"abandonnée",back_end_aside:"mise de côté : {why}",back_end_why_restored_backup:"elle attendait au moment de la sauvegarde restaurée et a pu arriver depuis",back_end_why_no_start:"son début n'y a jamais été accepté",back_end_why_no_answer:"aucune réponse n'est venue",back_end_why_closes_connection:"le back-end a coupé la connexion à chaque fois",back_end_why_no_transaction_id:"aucun numéro de transaction n'est venu",reason_not_running:"Plug Control ne fonctionnait pas",ribbon:"24 heures",ribbon_by:"D’ici {time}",ribbon_description:"24 heures de chaque connecteur : soleil, prix, ce qu’il a fait et fera. Tirez le drapeau pour planifier.",ribbon_displaces:"{name} {wait} plus tard",ribbon_done:"terminé à {time}",ribbon_forecast:"Soleil prévu",ribbon_hint:"Tirez le drapeau pour planifier",ribbon_keys:"Les flèches tirent, Entrée valide, Échap annule.",ribbon_look:"Ce qui fut et sera, et pourquoi",ribbon_not_planned:"rien de prévu",ribbon_now:"Maintenant",ribbon_reachable:"possible d’ici {time}",ribbon_short:"il manque {energy}",ribbon_since:"{limit} depuis {time}",ribbon_sun_share:"{percent} de soleil",ribbon_surplus:"Surplus",ribbon_target:"Objectif",ribbon_took:"a pris {power}",ribbon_unknown:"rien de connu"};var yr={amperes_per_phase:"Ampère per fase",as_table:"Als tabel",boost:"Boost",boost_hint:"Vol vermogen tot deze sessie eindigt",call_address:"Voer dit adres in de instellingen van de laadpaal in, waar hij om de OCPP-server vraagt:",cancel:"Annuleren",car:"Auto",car_recognised:"Herkend: {car}",card:"Laadpas",card_description:"Eén connector: wat hij doet en waarom, met alle bediening.",cars_all:"Alle auto's",charge_point:"Laadpaal",charger_allows:"Wat de laadpaal zegt te zullen toestaan",charging:"Aan het laden",charging_time:"Echt geladen",choose_connector:"Kies een connector van Plug Control in de instellingen van de kaart.",close:"Sluiten",co2:"CO₂",connector:"Connector",connectors_all:"Alle connectoren",correct:"Corrigeren",correct_hint:"Wat is gemeten, blijft zoals het is.",cost:"Kosten",cost_unknown:{one:"{count} zonder bekende kosten",other:"{count} zonder bekende kosten"},co2_unknown:{one:"{count} zonder bekende CO₂",other:"{count} zonder bekende CO₂"},count_charging:{one:"aan het laden",other:"aan het laden"},count_free:{one:"vrij",other:"vrij"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"ingeplugd",other:"ingeplugd"},csv:"CSV downloaden",currency_only:"De grafiek toont alleen {currency}.",dashboard_description:"Alle laadpalen, hun sessies en hun energie. Nieuwe verschijnen vanzelf.",details:"Details van de sessie",dismiss:"Verbergen",document:"Document",document_busy:"Wordt gemaakt …",document_hint:"Van de sessies die de kaart nu toont. Het wordt hier een tijd bewaard en kan via zijn link worden gedownload.",document_make:"Document maken",document_ready:"Klaar om te downloaden",duration:"Duur",end:"Einde",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie van deze sessies",estimated:"geschat",estimated_legend:"deels geschat",every:"Herhalen",failed:"Dat is niet gelukt",format:"Bestand",from:"Van",grid:"Net",group_by:"Per",group_car:"Auto",group_connector:"Connector",group_none:"Samen",group_person:"Persoon",group_source:"Bron",ha_starts:"Home Assistant start …",home_battery:"Thuisbatterij",hour:"Uur",house_time:"Dagen en maanden zijn die van het huis ({zone}).",layout:"Voor",layout_company_car:"Auto van de zaak: vergoeding door de werkgever",layout_landlord:"Verhuurder of VvE: per persoon",layout_registration:"Registratie: energie van elke laadpaal",layout_sessions:"Alle sessies",limit:"Maximale stroom",loading:"Laden …",main_fuse:"de hoofdzekering",mean_power:"Gemiddeld vermogen",measure:"Tonen",measure_cost:"Kosten",measure_energy:"Energie",measure_sun:"Zonaandeel",meter:"Meter",minute:"Minuut",mode:"Laadmodus",month_empty:"Deze maand nog geen sessies.",name:"Naam",named_circuit:"“{name}”",newer:"Nieuwere",next:"Volgende",no_car:"Geen auto",no_connectors:"Er heeft nog geen laadpaal verbinding gemaakt met Plug Control.",no_own_sessions:"In deze periode zijn er geen sessies met jouw laadpassen. Alleen beheerders zien de sessies van anderen, tenzij een optie van Plug Control ze deelt.",no_sessions:"Geen sessies in deze periode.",nobody:"Zonder laadpas",not_connected:"{name} is niet verbonden",not_running:"Plug Control is ingesteld, maar draait niet. Deze pagina gaat vanzelf verder zodra het draait.",not_set_up:"Plug Control is hier niet (meer) ingesteld. Voeg de integratie toe, of verwijder dit dashboard.",note:"Notitie",offline:"Offline",offline_since:"Offline sinds",older:"Oudere",only_own:"Alleen je eigen sessies",open_settings:"Instellingen openen",others:"Overige",paused:"Gepauzeerd",peak_power:"Piekvermogen",period:"Periode",period_all:"Alles",period_day:"Dag",period_last:{one:"Laatste dag",other:"Laatste {days} dagen"},period_month:"Maand",period_own:"Van … tot …",period_year:"Jaar",person:"Wie",persons_all:"Iedereen",phases:{one:"één fase",other:"{phases} fasen"},plan:"Plan",plan_came:"Op tijd klaar",plan_none:"Geen plan",plan_planned:"Gepland",plan_soc_unknown:"Laadniveau van de auto onbekend: {energy} in plaats van {percent}",plan_use:"Volgens dit plan laden",power:"Vermogen",power_means:"Gemiddelden: Home Assistant heeft de losse waarden niet meer.",previous:"Vorige",price:"Prijs",price_agreed:"Afgesproken prijs per kWh ({currency})",price_agreed_hint:"Leeg: wat de energie heeft gekost.",price_agreed_wrong:"De prijs moet een getal zijn, bijvoorbeeld 0,31; of laat het veld leeg.",problem:"Probleem",ready_by:"Klaar om",reason:"Waarom",reason_cheap:"Stroom is goedkoop: {price}, limiet {price_limit}",reason_holding_minimum:"Te weinig overschot: pauzeert over {wait}",reason_home_battery_first:"De thuisbatterij gaat voor: {soc} van {target}",reason_limited_by_away:"Beperkt door {circuit}: {away} is offline en telt voor {away_current}",reason_limited_by_circuit:"Beperkt door {circuit}",reason_limited_by_circuit_phase:"Beperkt door {circuit} op {phase}",reason_limited_by_circuit_wait:"Uitgeschakeld door {circuit} op {phase}; mag over {wait} weer starten",reason_limited_by_grid:"De netbeheerder beperkt tot {power}",reason_limited_by_grid_wait:"De netbeheerder beperkt tot {power}; mag over {wait} verder",reason_minimum_off_time:"Genoeg overschot: laden start over {wait}",reason_minimum_soc:"Laadt eerst tot {target}: nu op {soc}",reason_plan:"Laadt volgens plan {span}",reason_plan_cheapest:"Goedkoopste uren {span}",reason_plan_solar:"Geplande zonuren {span}",reason_plan_unreachable:"Vol vermogen, maar er ontbreekt {energy} om {end}",reason_plan_waiting:"Wacht op de geplande uren {span}",reason_plan_waiting_cheapest:"Wacht op de goedkoopste uren {span}",reason_plan_waiting_solar:"Wacht op de zonuren {span}",reason_switching_phases:"Schakelt om naar {phases}",reason_switching_phases_wait:"Schakelt om naar {phases}: laadt weer over {wait}",reason_waiting_for_surplus:"Wacht op {power} overschot",reason_waiting_for_surplus_wait:"Wacht op {power} overschot gedurende {wait}",reason_waiting_for_turn:"Wacht op zijn beurt: {circuit} is volledig benut",reason_waiting_for_turn_wait:"Wacht op zijn beurt, hooguit {wait}: {circuit} is volledig benut",receipt:"Bon",receipt_battery:"Batterij",receipt_dearer:"{cost} meer dan bij meteen laden",receipt_description:"Wat de laatste sessie van een connector heeft verbruikt, gekost en bespaard.",receipt_estimated:"Deels geschat",receipt_grid:"Net",receipt_none:"Hier is nog geen sessie beëindigd.",receipt_saved:"{cost} bespaard",receipt_sun:"Zon",receipt_unknown:"Onbekend",refused_call:"Een apparaat op {address} probeerde met zijn identiteit verbinding te maken ({time}) en werd geweigerd: {cause}.",register:"Registreren",repairs:"Reparaties openen",running:"loopt",save:"Opslaan",saved:"Bespaard",session:"Sessie",session_count:{one:"{count} sessie",other:"{count} sessies"},sessions:"Sessies",sessions_description:"Alle sessies, met totalen, een grafiek en een download.",show_controls:"Bediening tonen",show_graph:"Grafiek tonen",show_plan:"Plan tonen",shown_range:"{first}–{last} van {total}",signed:"Ondertekende meterwaarden downloaden",solar_share:"Van de zon",source_unknown:"Onbekend",sources:"Waar de energie vandaan kwam",start:"Begin",start_charging:"Laden starten",started_by:"Gestart door",state_of_charge:"Laadniveau",stop_charging:"Laden stoppen",stop_reason:"Beëindigd door",sun:"Zon",target_soc:"Laden tot (%)",this_month:"Deze maand",to:"Tot",total:"Totaal",unknown_car:"{id_tag}, het Autocharge-ID van een auto bij {charge_point}",unknown_card:"{id_tag}, aangeboden bij {charge_point}",unknown_cards:"Onbekende laadpassen",whose_card:"Van wie is de laadpas?",reported_to:"Backend",back_end_queued:"wacht op verzending",back_end_started:"start afgeleverd, loopt nog",back_end_delivered:"afgeleverd {when}",back_end_set_aside:"opzijgezet: wordt daar niet aangenomen",back_end_let_go:"losgelaten",back_end_aside:"opzijgezet: {why}",back_end_why_restored_backup:"wachtte toen de herstelde back-up werd gemaakt en kan sindsdien zijn aangekomen",back_end_why_no_start:"de start is daar nooit aangenomen",back_end_why_no_answer:"er kwam geen antwoord",back_end_why_closes_connection:"het backend verbrak telkens de verbinding",back_end_why_no_transaction_id:"er kwam geen transactienummer",reason_not_running:"Plug Control draaide niet",ribbon:"24 uur",ribbon_by:"Voor {time}",ribbon_description:"24 uur van elke aansluiting: zon, prijzen, wat hij deed en gaat doen. Trek aan de vlag om te plannen.",ribbon_displaces:"{name} {wait} later",ribbon_done:"klaar om {time}",ribbon_forecast:"Verwachte zon",ribbon_hint:"Trek aan de vlag om te plannen",ribbon_keys:"De pijltoetsen trekken, Enter bevestigt, Escape annuleert.",ribbon_look:"Wat was en komt, en waarom",ribbon_not_planned:"niets gepland",ribbon_now:"Nu",ribbon_reachable:"mogelijk voor {time}",ribbon_short:"{energy} te weinig",ribbon_since:"{limit} sinds {time}",ribbon_sun_share:"{percent} zon",ribbon_surplus:"Overschot",ribbon_target:"Doel",ribbon_took:"nam {power}",ribbon_unknown:"niets bekend"};var br={amperes_per_phase:"Ampery na fazę",as_table:"Jako tabela",boost:"Boost",boost_hint:"Pełna moc do końca tej sesji",call_address:"Wpisz ten adres w ustawieniach stacji ładowania, tam gdzie pyta o serwer OCPP:",cancel:"Anuluj",car:"Samochód",car_recognised:"Rozpoznany: {car}",card:"Karta",card_description:"Jedno złącze: co robi i dlaczego, ze wszystkimi elementami sterującymi.",cars_all:"Wszystkie samochody",charge_point:"Stacja ładowania",charger_allows:"Na co według stacji pozwolą jej profile",charging:"Ładowanie",charging_time:"Faktyczne ładowanie",choose_connector:"Wybierz złącze Plug Control w ustawieniach karty.",close:"Zamknij",co2:"CO₂",connector:"Złącze",connectors_all:"Wszystkie złącza",correct:"Popraw",correct_hint:"Zmierzone wartości pozostają bez zmian.",cost:"Koszt",cost_unknown:{one:"{count} bez znanego kosztu",few:"{count} bez znanego kosztu",many:"{count} bez znanego kosztu",other:"{count} bez znanego kosztu"},co2_unknown:{one:"{count} bez znanego CO₂",few:"{count} bez znanego CO₂",many:"{count} bez znanego CO₂",other:"{count} bez znanego CO₂"},count_charging:{one:"ładuje",few:"ładują",many:"ładuje",other:"ładuje"},count_free:{one:"wolne",few:"wolne",many:"wolnych",other:"wolnych"},count_offline:{one:"offline",few:"offline",many:"offline",other:"offline"},count_plugged_in:{one:"podłączony",few:"podłączone",many:"podłączonych",other:"podłączonych"},csv:"Pobierz CSV",currency_only:"Wykres pokazuje tylko {currency}.",dashboard_description:"Wszystkie stacje ładowania, ich sesje i energia. Nowe pojawiają się same.",details:"Szczegóły sesji",dismiss:"Odrzuć",document:"Dokument",document_busy:"Tworzenie …",document_hint:"Z sesji, które karta teraz pokazuje. Dokument jest tu przez pewien czas przechowywany i można go pobrać przez link.",document_make:"Utwórz dokument",document_ready:"Gotowe do pobrania",duration:"Czas trwania",end:"Koniec",energy:"Energia",energy_kwh:"Energia (kWh)",energy_total:"Energia tych sesji",estimated:"szacowane",estimated_legend:"częściowo szacowane",every:"Powtarzaj",failed:"To się nie udało",format:"Plik",from:"Od",grid:"Sieć",group_by:"Według",group_car:"Samochód",group_connector:"Złącze",group_none:"Razem",group_person:"Osoba",group_source:"Źródło",ha_starts:"Home Assistant uruchamia się …",home_battery:"Domowy magazyn energii",hour:"Godzina",house_time:"Dni i miesiące są liczone w strefie czasowej domu ({zone}).",layout:"Dla",layout_company_car:"Samochód służbowy: zwrot kosztów przez pracodawcę",layout_landlord:"Wynajmujący lub wspólnota: według osób",layout_registration:"Rejestracja: energia każdej stacji ładowania",layout_sessions:"Wszystkie sesje",limit:"Prąd maksymalny",loading:"Ładowanie danych …",main_fuse:"bezpiecznik główny",mean_power:"Średnia moc",measure:"Pokaż",measure_cost:"Koszt",measure_energy:"Energia",measure_sun:"Udział słońca",meter:"Licznik",minute:"Minuta",mode:"Tryb ładowania",month_empty:"W tym miesiącu nie było jeszcze sesji.",name:"Nazwa",named_circuit:"„{name}”",newer:"Nowsze",next:"Dalej",no_car:"Brak samochodu",no_connectors:"Żadna stacja ładowania nie połączyła się jeszcze z Plug Control.",no_own_sessions:"W tym czasie nie ma sesji z twoimi kartami. Sesje innych osób widzą tylko administratorzy, chyba że opcja Plug Control je udostępnia.",no_sessions:"Brak sesji w tym czasie.",nobody:"Bez karty",not_connected:"Stacja {name} nie jest połączona",not_running:"Plug Control jest skonfigurowany, ale nie działa. Ta strona ruszy sama, gdy tylko zacznie działać.",not_set_up:"Plug Control nie jest tu (już) skonfigurowany. Dodaj integrację albo usuń ten panel.",note:"Notatka",offline:"Offline",offline_since:"Offline od",older:"Starsze",only_own:"Tylko twoje własne sesje",open_settings:"Otwórz ustawienia",others:"Inne",paused:"Wstrzymane",peak_power:"Moc szczytowa",period:"Czas",period_all:"Wszystko",period_day:"Dzień",period_last:{one:"Ostatni dzień",few:"Ostatnie {days} dni",many:"Ostatnie {days} dni",other:"Ostatnie {days} dnia"},period_month:"Miesiąc",period_own:"Od … do …",period_year:"Rok",person:"Kto",persons_all:"Wszyscy",phases:{one:"jedną fazę",few:"{phases} fazy",many:"{phases} faz",other:"{phases} fazy"},plan:"Plan",plan_came:"Naładowano na czas",plan_none:"Bez planu",plan_planned:"Zaplanowano",plan_soc_unknown:"Nieznany stan naładowania samochodu: {energy} zamiast {percent}",plan_use:"Ładuj według tego planu",power:"Moc",power_means:"Wartości średnie: Home Assistant nie ma już pojedynczych wartości.",previous:"Wstecz",price:"Cena",price_agreed:"Uzgodniona cena za kWh ({currency})",price_agreed_hint:"Puste: ile energia kosztowała.",price_agreed_wrong:"Cena musi być liczbą, na przykład 0,31; możesz też zostawić puste pole.",problem:"Problem",ready_by:"Gotowe na",reason:"Dlaczego",reason_cheap:"Prąd jest tani: {price}, limit {price_limit}",reason_holding_minimum:"Za mała nadwyżka: pauza za {wait}",reason_home_battery_first:"Najpierw domowy magazyn energii: {soc} z {target}",reason_limited_by_away:"Ograniczenie: {circuit}; stacja {away} jest offline i liczy się jako {away_current}",reason_limited_by_circuit:"Ograniczenie: {circuit}",reason_limited_by_circuit_phase:"Ograniczenie: {circuit}, faza {phase}",reason_limited_by_circuit_wait:"Wyłączone przez {circuit}, faza {phase}; może ruszyć ponownie za {wait}",reason_limited_by_grid:"Operator sieci ogranicza do {power}",reason_limited_by_grid_wait:"Operator sieci ogranicza do {power}; może ruszyć za {wait}",reason_minimum_off_time:"Nadwyżka wystarcza: ładowanie ruszy za {wait}",reason_minimum_soc:"Najpierw ładowanie do {target}: teraz {soc}",reason_plan:"Ładowanie według planu {span}",reason_plan_cheapest:"Najtańsze godziny {span}",reason_plan_solar:"Zaplanowane słoneczne godziny {span}",reason_plan_unreachable:"Pełna moc, a o {end} i tak zabraknie {energy}",reason_plan_waiting:"Czeka na zaplanowane godziny {span}",reason_plan_waiting_cheapest:"Czeka na najtańsze godziny {span}",reason_plan_waiting_solar:"Czeka na słoneczne godziny {span}",reason_switching_phases:"Przełączanie na {phases}",reason_switching_phases_wait:"Przełączanie na {phases}: ładowanie wróci za {wait}",reason_waiting_for_surplus:"Czeka na nadwyżkę {power}",reason_waiting_for_surplus_wait:"Czeka na nadwyżkę {power} przez {wait}",reason_waiting_for_turn:"Czeka na swoją kolej: {circuit} w pełni wykorzystany",reason_waiting_for_turn_wait:"Czeka na swoją kolej, najwyżej {wait}: {circuit} w pełni wykorzystany",receipt:"Paragon",receipt_battery:"Magazyn energii",receipt_dearer:"{cost} drożej niż przy ładowaniu od razu",receipt_description:"Ile ostatnia sesja złącza pobrała, kosztowała i pozwoliła zaoszczędzić.",receipt_estimated:"Częściowo szacowane",receipt_grid:"Sieć",receipt_none:"Nie zakończyła się tu jeszcze żadna sesja.",receipt_saved:"Oszczędność {cost}",receipt_sun:"Słońce",receipt_unknown:"Nieznane",refused_call:"Urządzenie o adresie {address} próbowało połączyć się z jej identyfikatorem ({time}) i zostało odrzucone: {cause}.",register:"Zarejestruj",repairs:"Otwórz problemy",running:"trwa",save:"Zapisz",saved:"Zapisano",session:"Sesja",session_count:{one:"{count} sesja",few:"{count} sesje",many:"{count} sesji",other:"{count} sesji"},sessions:"Sesje",sessions_description:"Wszystkie sesje z sumami, wykresem i pobieraniem.",show_controls:"Pokaż sterowanie",show_graph:"Pokaż wykres",show_plan:"Pokaż plan",shown_range:"{first}–{last} z {total}",signed:"Pobierz podpisane odczyty",solar_share:"Ze słońca",source_unknown:"Nieznane",sources:"Skąd pochodziła energia",start:"Początek",start_charging:"Rozpocznij ładowanie",started_by:"Uruchomił(a)",state_of_charge:"Stan naładowania",stop_charging:"Zatrzymaj ładowanie",stop_reason:"Powód zakończenia",sun:"Słońce",target_soc:"Ładuj do (%)",this_month:"Ten miesiąc",to:"Do",total:"Suma",unknown_car:"{id_tag}, identyfikator Autocharge samochodu przy {charge_point}",unknown_card:"{id_tag}, przyłożona przy {charge_point}",unknown_cards:"Nieznane karty",whose_card:"Czyja to karta?",reported_to:"Backend",back_end_queued:"czeka na wysłanie",back_end_started:"początek doręczony, trwa",back_end_delivered:"dostarczona {when}",back_end_set_aside:"odłożona: nie jest tam przyjmowana",back_end_let_go:"porzucona",back_end_aside:"odłożona: {why}",back_end_why_restored_backup:"czekała, gdy powstała przywrócona kopia zapasowa, i mogła już dotrzeć",back_end_why_no_start:"jej początku nigdy tam nie przyjęto",back_end_why_no_answer:"nie przyszła odpowiedź",back_end_why_closes_connection:"backend za każdym razem zamykał połączenie",back_end_why_no_transaction_id:"nie przyszedł numer transakcji",reason_not_running:"Plug Control nie działał",ribbon:"24 godziny",ribbon_by:"Do {time}",ribbon_description:"24 godziny każdego złącza: słońce, ceny, co robiło i co zrobi. Przeciągnij flagę, aby zaplanować.",ribbon_displaces:"{name} {wait} później",ribbon_done:"gotowe o {time}",ribbon_forecast:"Prognoza słońca",ribbon_hint:"Przeciągnij flagę, aby zaplanować",ribbon_keys:"Strzałki przesuwają, Enter zatwierdza, Escape anuluje.",ribbon_look:"Co było i będzie, i dlaczego",ribbon_not_planned:"nic nie zaplanowano",ribbon_now:"Teraz",ribbon_reachable:"możliwe do {time}",ribbon_short:"zabraknie {energy}",ribbon_since:"{limit} od {time}",ribbon_sun_share:"{percent} ze słońca",ribbon_surplus:"Nadwyżka",ribbon_target:"Cel",ribbon_took:"pobór {power}",ribbon_unknown:"nic nie wiadomo"};var ai={cs:hr,da:mr,de:gr,en:yn,es:fr,fr:_r,nl:yr,pl:br},wr=(r,t)=>{let e=(r??"en").split("-",1)[0]??"en",n=ai[e]?.[t];return n===void 0?["en",yn[t]]:[e,n]},w=(r,t)=>{let[,e]=wr(r,t);return typeof e=="string"?e:e.other},he=(r,t,e)=>{let[n,s]=wr(r,t);return typeof s=="string"?s:s[new Intl.PluralRules(n).select(e)]??s.other},vr=/\{(\w+)\}/g,xr=r=>[...r.matchAll(vr)].map(t=>t[1]??""),A=(r,t)=>r.replaceAll(vr,(e,n)=>t.get(n)??"");var ee={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},me=r=>(...t)=>({_$litDirective$:r,values:t}),ne=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:ci}=cr,kr=r=>r;var Sr=r=>r.strings===void 0,$r=()=>document.createComment(""),Le=(r,t,e)=>{let n=r._$AA.parentNode,s=t===void 0?r._$AB:t._$AA;if(e===void 0){let o=n.insertBefore($r(),s),i=n.insertBefore($r(),s);e=new ci(o,i,r,r.options)}else{let o=e._$AB.nextSibling,i=e._$AM,a=i!==r;if(a){let c;e._$AQ?.(r),e._$AM=r,e._$AP!==void 0&&(c=r._$AU)!==i._$AU&&e._$AP(c)}if(o!==s||a){let c=e._$AA;for(;c!==o;){let l=kr(c).nextSibling;kr(n).insertBefore(c,s),c=l}}}return e},ge=(r,t,e=r)=>(r._$AI(t,e),r),di={},Ft=(r,t=di)=>r._$AH=t,Ar=r=>r._$AH,Lt=r=>{r._$AR(),r._$AA.remove()};var I=me(class extends ne{constructor(r){if(super(r),r.type!==ee.PROPERTY&&r.type!==ee.ATTRIBUTE&&r.type!==ee.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Sr(r))throw Error("`live` bindings can only contain a single expression")}render(r){return r}update(r,[t]){if(t===R||t===p)return t;let e=r.element,n=r.name;if(r.type===ee.PROPERTY){if(t===e[n])return R}else if(r.type===ee.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return R}else if(r.type===ee.ATTRIBUTE&&e.getAttribute(n)===t+"")return R;return Ft(r),t}});var bn="auto",Or=(r,t,e,n)=>{let s=t?.attributes.options;if(!H(t)||!Array.isArray(s))return p;if(!e&&t.state===bn)return p;let o=i=>{let a=r.formatEntityState?.({...t,state:i})??i,{car:c}=t.attributes;return i!==bn||t.state!==bn||typeof c!="string"?a:A(w(r.language,"car_recognised"),new Map([["car",c]]))};return d`<label class="car">
    <span>${w(r.language,"car")}</span>
    <select
      @change=${i=>{n(i.target.value)}}
    >
      ${s.map(i=>d`<option value=${i} .selected=${I(i===t.state)}>
            ${o(i)}
          </option>`)}
    </select>
  </label>`};var zr=S`
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
`;var li={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},pi=()=>document.documentElement.lang||navigator.language,Ce=r=>{let t=li[r.name];return t?w(pi(),t):r.name},Er=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:E,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Ce});var Tr="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",ui="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",hi="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",mi="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",gi="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",fi="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",Cr={offline:gi,problem:mi,charging:ui,off:fi,paused:hi,plugged:Tr,free:Tr};var O=S`
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
`;var Pr={cheap:["reason_cheap"],minimum_soc:["reason_minimum_soc"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_wait","reason_limited_by_circuit_phase","reason_limited_by_circuit"],limited_by_away:["reason_limited_by_away"],limited_by_grid:["reason_limited_by_grid_wait","reason_limited_by_grid"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"],not_running:["reason_not_running"]},_i="main",Nt=(r,t)=>{let e=r[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},It=(r,t)=>{let e=r[t];return typeof e=="string"?e:void 0},Mr=(r,t)=>{let e=new Date(It(r,t)??"");return Number.isNaN(e.getTime())?void 0:e},yi={away_current:["away_a",(r,t)=>`${t.number(r,0)} A`],power:["power_w",(r,t)=>t.power(r)],energy:["energy_wh",(r,t)=>`${t.number(r/1e3,1)} kWh`],soc:["soc_percent",(r,t)=>`${t.number(r,0)} %`],target:["target_percent",(r,t)=>`${t.number(r,0)} %`]},bi=(r,t,e)=>{let n=z(t),s=new Map;for(let[u,[h,g]]of Object.entries(yi)){let f=Nt(r,h);f!==void 0&&s.set(u,g(f,n))}for(let u of["price","price_limit"]){let h=Nt(r,u);h!==void 0&&s.set(u,n.price(h,It(r,"price_unit")))}let o=Nt(r,"wait_s");o&&s.set("wait",Ht(o));let i=Nt(r,"phases");if(i!==void 0){let u=he(t.language,"phases",i);s.set("phases",A(u,new Map([["phases",String(i)]])))}for(let u of["circuit","phase","away"]){let h=It(r,u);h!==void 0&&s.set(u,h)}let a=s.get("circuit");if(a!==void 0){let u=A(w(t.language,"named_circuit"),new Map([["name",a]]));s.set("circuit",a===_i?w(t.language,"main_fuse"):u)}let[c,l]=[Mr(r,"start"),Mr(r,"end")];return l&&s.set("end",n.timeNear(l,e)),c&&l&&s.set("span",n.span(c,l,e)),s},ht=(r,t,e=new Date)=>{if(!H(t)||t.state==="")return;let{attributes:n}=t,s=`/${It(n,"hours")??""}`,o=[...Pr[t.state+s]??[],...Pr[t.state]??[]],i=bi(n,r,e);for(let a of o){let c=w(r.language,a);if(xr(c).every(l=>i.has(l)))return A(c,i)}return r.formatEntityState?.(t)??t.state};var wi="no_error",vi="off",C=(r,t)=>r.entities.get(t)?.[0],xi=r=>{let t=typeof r=="string"?new Date(r):void 0;return t&&Number.isFinite(t.getTime())?t:void 0},Rr=r=>typeof r=="string"&&r!==""?r:void 0,ki=r=>H(r)&&r.state!==""?r.state:void 0,$i=(r,t)=>t?r.formatEntityState?.(t)??t.state:"",Si=(r,...t)=>t.map(e=>$i(r,e)).filter(Boolean).join(" · "),wn=r=>Array.isArray(r)?r.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,[n,s]=[new Date(String(e.start)),new Date(String(e.end))];return s>n?[{start:n,end:s,row:e}]:[]}):[],mt=r=>typeof r=="number"&&Number.isFinite(r)?r:void 0,gt=r=>wn(r).map(({start:t,end:e,row:n})=>({start:t,end:e,currentA:mt(n.current_a),price:mt(n.price),solar:n.solar===!0})),Dr=r=>wn(r).flatMap(({start:t,end:e,row:n})=>{let[s,o]=[mt(n.current_a),mt(n.power_w)];return s===void 0||o===void 0?[]:[{start:t,end:e,currentA:s,powerW:o}]}),Ai=r=>wn(r).flatMap(({start:t,end:e,row:n})=>{let s=mt(n.price);return s===void 0?[]:[{start:t,end:e,price:s}]}),Oi=r=>r.isOffline?"offline":r.hasProblem?"problem":r.isCharging?"charging":r.isOff?"off":r.isRunning?"paused":r.isPluggedIn?"plugged":"free",jr=(r,t)=>{let e=x=>T(r,C(t,x)),n=x=>e(x)?.state==="on",s=T(r,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),o=e("sensor.status"),i=e("sensor.error"),a=e("select.charging_mode"),c=a?.state===vi&&!n("switch.plan"),l=s?s.state!=="on":o?.state===ut||o===void 0,u=n("switch.charging"),h=u||n("binary_sensor.cable_connected"),g=e("select.car")?.attributes,f=T(r,Rr(g?.state_of_charge_entity)),y=e("sensor.planned_start"),$=y?.attributes.price_unit;return{title:ue(r,t),activity:Oi({isOffline:l,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:u,isPluggedIn:n("binary_sensor.cable_connected"),isOff:c}),status:Si(r,c?a:void 0,o,H(i)&&i.state!==wi?i:void 0),offlineSince:l&&s?new Date(s.last_changed):void 0,powerW:N(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map(x=>N(T(r,x))).filter(x=>x!==void 0),sessionEnergyWh:N(e("sensor.session_energy")),sessionStart:xi(e("sensor.session_energy")?.attributes.last_reset),person:ki(e("sensor.id_tag")),car:Rr(g?.car),stateOfCharge:N(e("sensor.state_of_charge"))??N(f),solarShare:N(e("sensor.session_solar_share")),reason:ht(r,e("sensor.charging_reason")),isRunning:u,isPluggedIn:h,isOff:c,planned:gt(y?.attributes.windows),prices:Ai(y?.attributes.prices),priceUnit:typeof $=="string"?$:""}};var zi=2e4,Ei=15e3,re=class extends k{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.allowed=[];this.#e=0;this.#r=new Fe(this)}#e;#n;#r;#s;static{this.styles=[O,zr]}static getConfigForm(){return Er()}static getStubConfig(e){let n=G(e)[0],s={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...s}:s}setConfig(e){e.device_id!==this.config?.device_id&&(this.allowed=[],this.#e+=1),this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#s=setInterval(()=>{this.requestUpdate()},Ei)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#s),clearTimeout(this.#n)}render(){let{hass:e,config:n}=this;if(!e||!n)return p;let s=We(e,n.device_id);if(!s)return this.#t(n.device_id?"choose_connector":"no_connectors");let o=jr(e,s),i=this.#r.within(e,s),a=n.show_controls!==!1&&!!C(i,"select.car");return d`<ha-card>
      ${this.#i(o,n)} ${this.#o(o)} ${this.#u(o,a)}
      ${n.show_controls===!1?p:this.#a(i,o)} ${this.#z()}
      ${n.show_plan===!1?p:d`<plug-control-plan
              .hass=${e}
              .connector=${i}
              .planned=${o.planned}
              .priceUnit=${o.priceUnit}
              .revision=${this.revision}
              @wish=${c=>this.#$(c.detail)}
              @opened=${c=>this.#A(s,c.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?p:this.#v(i,o)}
    </ha-card>`}#t(e){return d`<ha-card><p class="secondary">${this.#l(e)}</p></ha-card>`}#i(e,n){let s=e.powerW!==void 0&&e.activity!=="offline";return d`<div class="head ${e.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${Cr[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#c(e)}</span>
      </div>
      ${s?d`<span class="power" aria-label=${this.#l("power")}
              >${this.#k.power(e.powerW??0)}</span
            >`:p}
    </div>`}#c(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#l("offline_since")} ${this.#k.dateTime(e.offlineSince)}`:this.#l("offline")}#o(e){return!e.reason||e.activity==="offline"?p:d`<p class="reason" aria-live="polite">${e.reason}</p>`}#u(e,n){let s=this.#k,o=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&o.push(["session",s.energy(e.sessionEnergyWh)]),e.sessionStart){let a=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);o.push(["duration",Z(a)])}e.person&&o.push(["person",e.person]),e.solarShare!==void 0&&o.push(["solar_share",`${s.number(e.solarShare,0)} %`])}e.car&&!n&&o.push(["car",e.car]),e.stateOfCharge!==void 0&&o.push(["state_of_charge",`${s.number(e.stateOfCharge,0)} %`]);let i=e.activity==="charging"?e.currentsA:[];return!o.length&&!i.length?p:d`<dl>
      ${o.map(([a,c])=>d`<div>
            <dt>${this.#l(a)}</dt>
            <dd>${c}</dd>
          </div>`)}
      ${i.length?this.#h(i):p}
    </dl>`}#h(e){let n=e.map(s=>this.#k.current(s));return d`<div class="phases">
      <dt>${this.#l("amperes_per_phase")}</dt>
      <dd>${n.map((s,o)=>d`<span>L${o+1} ${s}</span>`)}</dd>
    </div>`}#a(e,n){let s=this.hass,o=s&&T(s,C(e,"select.charging_mode")),i=s&&T(s,C(e,"number.maximum_current"));return d`<plug-control-mode
        .hass=${s}
        .state=${o}
        .label=${this.#l("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#_(e,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${H(i)?this.#d(e,i,n):p}
      ${s?this.#p(s,e,n):p}
      <div class="buttons">
        ${this.#f(e,n)} ${this.#m(e,n)}
      </div>`}#p(e,n,s){let o=T(e,C(n,"select.car"));return Or(e,o,s.isPluggedIn,i=>{this.#_(n,"select.car","select_option",{option:i})})}#d(e,n,s){return d`<plug-control-limit
      .state=${n}
      .label=${this.#l("limit")}
      .pausedText=${this.#l("paused")}
      .disabled=${s.activity==="offline"}
      .revision=${this.revision}
      @choose=${o=>this.#_(e,"number.maximum_current","set_value",{value:o.detail})}
    ></plug-control-limit>`}#f(e,n){if(!C(e,"switch.charging"))return p;let s=n.isRunning?"turn_off":"turn_on",o=n.activity==="plugged";return d`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#_(e,"switch.charging",s)}
    >
      ${this.#l(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#m(e,n){let s=C(e,"switch.boost"),o=this.hass&&T(this.hass,s);if(!o)return p;let i=o.state==="on";return n.isOff&&!i?p:d`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!i}
      aria-pressed=${i?"true":"false"}
      title=${this.#l("boost_hint")}
      @click=${()=>this.#_(e,"switch.boost",i?"turn_off":"turn_on")}
    >
      ${this.#l("boost")}
    </button>`}#v(e,n){return d`<plug-control-ribbon
      .hass=${this.hass}
      .connector=${e}
      .allowed=${n.activity==="offline"?[]:this.allowed}
      .revision=${this.revision}
      @wishes=${s=>this.#x(s.detail)}
    ></plug-control-ribbon>`}async#A(e,n){this.allowed=[];let s=this.#e+=1,{hass:o}=this;if(!(!n||!o||this.config?.show_graph===!1))try{let i=await L(o,"get_composite_schedule",{device_id:e.deviceId});s===this.#e&&(this.allowed=Dr(i.periods))}catch{}}#z(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#l("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#l("dismiss")}
                @click=${()=>{this.#O(void 0)}}
              >
                ✕
              </button>
            </p>`:p}
    </div>`}async#_(e,n,s,o={}){let i=C(e,n);i&&await this.#$({entityId:i,service:s,data:o})}async#$(e){await this.#x([e])}async#x(e){this.hass&&(this.busy=!0,this.#O(await Wt(this.hass,e)),this.busy=!1,this.revision+=1)}#O(e){clearTimeout(this.#n),this.error=e,e!==void 0&&(this.#n=setTimeout(()=>{this.error=void 0},zi))}get#k(){return this.hass?z(this.hass):new te({language:"en"},"UTC")}#l(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],re.prototype,"hass",2),m([_()],re.prototype,"config",2),m([_()],re.prototype,"error",2),m([_()],re.prototype,"busy",2),m([_()],re.prototype,"revision",2),m([_()],re.prototype,"allowed",2);var Ut=6,Ti=300,Ci=(r,t)=>r===0||r>=Ut?r:r<t&&r<Ut/2?0:Ut,se=class extends k{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[O,S`
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
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#t()}willUpdate(e){e.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return p;let n=this.dragged??e,s=Number(this.state.attributes.max??32),o=n===0?this.pausedText:`${n} A`;return d`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${o}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${s}
        style="--share: ${(n/s*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${o}
        ?disabled=${this.disabled}
        @input=${i=>{this.#n(i.target,e)}}
        @keydown=${i=>{this.#r(i,n)}}
        @change=${()=>{this.#s()}}
      />
    </div>`}#n(e,n){this.dragged=Ci(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#r(e,n){n!==Ut||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#s())}#s(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#t()},Ti)}#t(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};m([b({attribute:!1})],se.prototype,"state",2),m([b()],se.prototype,"label",2),m([b()],se.prototype,"pausedText",2),m([b({type:Boolean})],se.prototype,"disabled",2),m([b({type:Number})],se.prototype,"revision",2),m([_()],se.prototype,"dragged",2);var de=class extends k{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[O,S`
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
    `]}render(){let{state:e}=this,n=e?.attributes.options;return!e||!Array.isArray(n)?p:d`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(s=>this.#e({...e,state:s}))}
    </fieldset>`}#e(e){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${I(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};m([b({attribute:!1})],de.prototype,"hass",2),m([b({attribute:!1})],de.prototype,"state",2),m([b()],de.prototype,"label",2),m([b({type:Boolean})],de.prototype,"disabled",2),m([b({type:Number})],de.prototype,"revision",2);var Hr=5,vn=r=>String(r).padStart(2,"0"),le=class extends k{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[O,S`
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
    `]}render(){let{hass:e,connector:n}=this,s=n&&this.#u("switch.plan");if(!e||!n||!s)return p;let o=z(e);return d`<details
      @toggle=${i=>{let{open:a}=i.target;this.dispatchEvent(new CustomEvent("opened",{detail:a}))}}
    >
      <summary>
        <span>${this.#a("plan")}</span><span>${this.#e(s,o)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${I(s.state==="on")}
              @change=${i=>{let a=i.target.checked;this.#h("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#a("plan_use")}</span
          >
        </label>
        ${this.#t("number.target_energy","energy_kwh")}
        ${this.#t("number.target_soc","target_soc")} ${this.#i(o)}
        ${this.#o()}
      </div>
      ${s.state==="on"?[this.#n(o),this.#r(o)]:p}
    </details>`}#e(e,n){if(e.state!=="on")return this.#a("plan_none");let s=n.timeOfDay(this.#u("time.ready_by")?.state??""),o=this.planned[0];if(!o)return s&&`${this.#a("ready_by")} ${s}`;let i=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(o.start,o.end,new Date)}${i} → ${s}`}#n(e){let n=this.#u("sensor.planned_start")?.attributes,[s,o]=[n?.unused_target_soc,n?.energy_kwh];if(typeof s!="number"||typeof o!="number")return p;let i=new Map([["energy",`${e.number(o,1,0)} kWh`],["percent",e.percent(s/100)]]);return d`<p class="secondary">${A(this.#a("plan_soc_unknown"),i)}</p>`}#r(e){if(!this.planned.length)return p;let n=new Date;return d`<ul aria-label=${this.#a("plan_planned")}>
      ${this.planned.map(s=>d`<li>
            <span>${e.span(s.start,s.end,n)}</span>
            <span class="secondary">${this.#s(s,e)}</span>
          </li>`)}
    </ul>`}#s(e,n){let s=e.price===void 0?"":n.price(e.price,this.priceUnit);return[...e.currentA===void 0?[]:[`${n.number(e.currentA,0)} A`],...e.solar?[this.#a("sun")]:[s].filter(Boolean)].join(" · ")}#t(e,n){let s=this.#u(e);if(!H(s))return p;let{min:o,max:i,step:a}=s.attributes;return d`<label>
      <span>${this.#a(n)}</span>
      <input
        type="number"
        min=${o??p}
        max=${i??p}
        step=${a??"any"}
        .value=${I(String(Number(s.state)))}
        @change=${c=>{let l=c.target;!l.reportValidity()||l.value===""||this.#h(e,"set_value",{value:Number(l.value)})}}
      />
    </label>`}#i(e){let n=this.#u("time.ready_by"),[s,o]=(n?.state??"").split(":").map(Number);if(!H(n)||s===void 0||o===void 0)return p;let i=Array.from({length:60/Hr},(u,h)=>h*Hr),a=[...new Set([...i,o])].sort((u,h)=>u-h),c=Array.from({length:24},(u,h)=>h),l=u=>{let h={hour:s,minute:o,...u},g=`${vn(h.hour)}:${vn(h.minute)}:00`;this.#h("time.ready_by","set_value",{time:g})};return d`<fieldset>
      <legend>${this.#a("ready_by")}</legend>
      ${this.#c("hour",c,s,e.hour,u=>{l({hour:u})})}
      ${this.#c("minute",a,o,vn,u=>{l({minute:u})})}
    </fieldset>`}#c(e,n,s,o,i){return d`<select
      aria-label=${this.#a(e)}
      @change=${a=>{i(Number(a.target.value))}}
    >
      ${n.map(a=>d`<option value=${a} .selected=${I(a===s)}>
            ${o(a)}
          </option>`)}
    </select>`}#o(){let e=this.#u("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?p:d`<label>
      <span>${this.#a("every")}</span>
      <select
        @change=${s=>{let o=s.target.value;this.#h("select.plan_repeat","select_option",{option:o})}}
      >
        ${n.map(s=>d`<option value=${s} .selected=${I(s===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:s})??s}
            </option>`)}
      </select>
    </label>`}#u(e){if(!(!this.hass||!this.connector))return T(this.hass,C(this.connector,e))}#h(e,n,s){let o=this.connector&&C(this.connector,e);if(!o)return;let i={entityId:o,service:n,...s&&{data:s}};this.dispatchEvent(new CustomEvent("wish",{detail:i}))}#a(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],le.prototype,"hass",2),m([b({attribute:!1})],le.prototype,"connector",2),m([b({attribute:!1})],le.prototype,"planned",2),m([b()],le.prototype,"priceUnit",2),m([b({type:Number})],le.prototype,"revision",2);var oe=S`
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
`;var Bt=(r,t)=>{let e=r.attributes[t];return typeof e=="string"?e:void 0},Ne=class extends k{static{this.styles=[O,oe]}setConfig(t){this.config=t}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}render(){let{hass:t,config:e}=this,n=e&&t?.states[e.entity];if(!t||!n)return p;let s=Bt(n,"address");return d`<ha-card>
      <h2>${A(w(t.language,"not_connected"),new Map([["name",e.name]]))}</h2>
      ${this.#e(t,n)}
      ${s===void 0?p:d`<p>${w(t.language,"call_address")}</p>
              <p><code>${s}</code></p>`}
    </ha-card>`}#e(t,e){let n=new Date(Bt(e,"refused_at")??""),s=Bt(e,"refused");if(s===void 0||Number.isNaN(n.getTime()))return p;let o=new Map([["time",z(t).dateTime(n)],["address",Bt(e,"refused_from")??""],["cause",t.formatEntityAttributeValue?.(e,"refused")??s]]);return d`<p>
      ${A(w(t.language,"refused_call"),o)}
      <a href="/config/repairs">${w(t.language,"repairs")}</a>
    </p>`}};m([b({attribute:!1})],Ne.prototype,"hass",2),m([_()],Ne.prototype,"config",2);var Pi={count_charging:["charging"],count_plugged_in:["preparing","suspended_ev","suspended_evse","finishing"],count_free:["available"],count_offline:["unavailable"]},Mi=(r,t)=>{let e=t.statuses.map(o=>r.states[o]?.state??"unavailable"),n=Object.entries(Pi).map(([o,i])=>[o,e.filter(a=>i.includes(a)).length]),s=t.powers.map(o=>N(r.states[o])??0);return{counts:n,powerW:s.reduce((o,i)=>o+i,0)}},Ie=class extends k{static{this.styles=[O,oe]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:"full",min_columns:6}}render(){let{hass:t,config:e}=this;if(!t||!e)return p;let{counts:n,powerW:s}=Mi(t,e);return d`<p class="line">
      <b>${z(t).power(s)}</b>
      ${n.filter(([,o])=>o).map(([o,i])=>d`<span><b>${i}</b> ${he(t.language,o,i)}</span>`)}
    </p>`}};m([b({attribute:!1})],Ie.prototype,"hass",2),m([_()],Ie.prototype,"config",2);var Ri=(r,t)=>{let e=new Map(r);for(let{type:n,flow_id:s,flow:o}of t)n==="removed"?e.delete(s):o?.handler===E&&o.context?.title_placeholders?.id_tag&&e.set(s,o);return e},Pe=class extends k{constructor(){super(...arguments);this.connectedWhileHidden=!0;this.offers=new Map;this.error=""}#e;static{this.styles=[O,oe]}setConfig(){this.hidden=!0}getCardSize(){return this.offers.size}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e?.then(e=>e()).catch(()=>{}),this.#e=void 0}willUpdate(){this.#n();let e=!this.offers.size;e!==this.hidden&&(this.hidden=e,this.style.display=e?"none":"",this.dispatchEvent(new CustomEvent("card-visibility-changed",{bubbles:!0,composed:!0,detail:{value:!e}})))}#n(){let{hass:e}=this;!e?.user?.is_admin||!e.connection||this.#e||!this.isConnected||(this.#e=e.connection.subscribeMessage(n=>{this.offers=Ri(this.offers,n)},{type:"config_entries/flow/subscribe"}))}render(){return!this.hass||!this.offers.size?p:d`<ha-card>
      <h2>${this.#t("unknown_cards")}</h2>
      ${[...this.offers.values()].map(e=>this.#r(e))}
      <div role="alert">${this.error}</div>
    </ha-card>`}#r(e){let n=e.context?.title_placeholders??{},s=new Map([["id_tag",n.id_tag??""],["charge_point",n.charge_point??""]]);return d`<form
      @submit=${o=>{o.preventDefault();let i=o.target.querySelector("input");this.#s(e,i?.value??"")}}
    >
      <label>
        <span
          >${A(this.#t(n.kind==="car"?"unknown_car":"unknown_card"),s)}</span
        >
        <input type="text" placeholder=${this.#t("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#t("register")}</button>
    </form>`}async#s(e,n){let{hass:s}=this;if(!s?.callApi)return;this.error="";let o=`config/config_entries/flow/${e.flow_id}`,i=e.context?.title_placeholders?.id_tag??"";try{await s.callApi("POST",o,{name:n.trim()||i})}catch(a){this.error=await j(s,a)}}#t(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],Pe.prototype,"hass",2),m([_()],Pe.prototype,"offers",2),m([_()],Pe.prototype,"error",2);var B=r=>{if(!r.services[E])return"gone";let t=Object.values(r.entities).filter(n=>n.platform===E),e=t.some(({entity_id:n})=>{let s=r.states[n]?.state;return s!==void 0&&s!==ut});return t.length?e?"ready":"stopped":"unsure"},Vt=(r,t)=>Math.min(t,1500*2**r),Y=r=>["ready","unsure"].includes(B(r));var J=r=>r.person??r.started_by_name??r.card_name??r.id_tag??"";var Ue=r=>r.started_at&&r.stopped_at?(Date.parse(r.stopped_at)-Date.parse(r.started_at))/1e3:void 0,Be=r=>(r.grid_wh??0)+(r.solar_wh??0)+(r.battery_wh??0),fe=r=>{let t=Be(r);if(!(typeof r.solar_wh!="number"||t<=0)&&!(2*t<(r.energy_wh??0)))return r.solar_wh/t};var Wr=["day","month","year","all","last","own"],Ke=36e5,Di=93,ji=48,Hi=r=>r.toISOString().slice(0,10),Ve=r=>new Date(`${r}T00:00Z`),ft=(r,t,e)=>Hi(new Date(Date.UTC(r,t,e))),qe=(r,t=1)=>{let e=Ve(r);return ft(e.getUTCFullYear(),e.getUTCMonth(),e.getUTCDate()+t)},Ze=(r,t,e=30,n)=>{let s=Ve(t),[o,i]=[s.getUTCFullYear(),s.getUTCMonth()];switch(r){case"day":return{period:r,first:t,last:t};case"month":return{period:r,first:ft(o,i,1),last:ft(o,i+1,0)};case"year":return{period:r,first:ft(o,0,1),last:ft(o,12,0)};case"all":return{period:r,first:"",last:""};case"last":return{period:r,first:qe(t,-e),last:t};case"own":{let a=n?.first?n:void 0;return{period:r,first:a?.first??t,last:a?.last??t}}}},Fr=(r,t)=>{let{period:e,first:n,last:s}=r;return e!=="day"&&e!=="month"&&e!=="year"?r:Ze(e,t>0?qe(s):qe(n,-1))},Lr=(r,t)=>{if(r===t)return"hour";if((Ve(t).getTime()-Ve(r).getTime())/(24*Ke)+1<=Di)return"day";let[n,s]=[Ve(r),Ve(t)];return(s.getUTCFullYear()-n.getUTCFullYear())*12+s.getUTCMonth()-n.getUTCMonth()+1<=ji?"month":"year"},Nr={hour:0,day:10,month:7,year:4},Ir=(r,t)=>t==="hour"?new Date(Math.floor(Date.parse(r)/Ke)*Ke).toISOString():r.slice(0,Nr[t]),Ur=(r,t,e,n)=>{if(e==="hour"){let i=Math.floor(n.midnight(r).getTime()/Ke)*Ke,a=n.midnight(qe(t)).getTime(),c=[];for(let l=i;l<a;l+=Ke)c.push(new Date(l).toISOString());return c}let s=[],o=r;for(;o<=t;)s.push(o.slice(0,Nr[e])),o=qe(Ze(e,o).last);return s},_e=r=>new te({...r.locale??{language:r.language},time_zone:"server"},r.config.time_zone),Ge=(r,t)=>({...r.first&&{start:t.midnight(r.first).toISOString()},...r.last&&{end:t.midnight(qe(r.last)).toISOString()}});var Vr=["energy","cost","sun"],Kr=["person","car","connector","source","none"],qr=`
rest`,Wi=["grid_wh","solar_wh","battery_wh","cost","saved","co2_g"],X=r=>{let t={sessions:0,energy_wh:0,grid_wh:null,solar_wh:null,battery_wh:null,cost:null,saved:null,co2_g:null,without_cost:0,without_co2:0,estimated:!1};for(let e of r){t.sessions+=e.sessions,t.energy_wh+=e.energy_wh,t.without_cost+=e.without_cost,t.without_co2+=e.without_co2,t.estimated||=e.estimated;for(let n of Wi){let s=e[n];s!==null&&(t[n]=(t[n]??0)+s)}}return t},ye=r=>{let t=new Map;for(let e of r)for(let n of Object.keys(e.cost_by_currency))t.set(n,(t.get(n)??0)+e.sessions);return[...t].sort(([,e],[,n])=>n-e).map(([e])=>e)},Kt=(r,t)=>r.flatMap(e=>{let n=e.cost_by_currency[t??""];return n===void 0?[]:[{...e,cost:n,saved:e.currency===t?e.saved:null}]}),Zr=(r,t,e)=>{let n=new Map;for(let a of r){let c=a.key??"",l=n.get(c);l?l.energyWh+=a.energy_wh:n.set(c,{name:a.name??a.key??"",energyWh:a.energy_wh})}let s=[...n].sort(([,a],[,c])=>c.energyWh-a.energyWh),o=s.length>t.length?t.length-1:t.length,i=s.slice(0,o).map(([a,{name:c}],l)=>({key:a,name:c,color:t[l]??e}));return s.length<=o?i:[...i,{key:qr,name:void 0,color:e}]},Br=(r,t,e)=>{switch(r){case"energy":return t.energy_wh;case"cost":return t.cost??void 0;case"sun":{let n=Be(e);return t.solar_wh===null||n<=0?void 0:t.solar_wh/n*100}}},Fi=r=>{let[t,e]=[0,0],n=[];for(let[s,o,i]of r){if(!i)continue;let a=i>0?t:e;i>0?t+=i:e+=i,n.push({series:s,from:a,to:a+i,sums:o,estimated:o.estimated})}return n},Li=(r,t)=>{let e=new Map;for(let n of r){if(!n.period)continue;let s=Ir(n.period,t),o=e.get(s);o?o.push(n):e.set(s,[n])}return e},xn=(r,t,e)=>{if(t.key!==qr)return r.filter(s=>(s.key??"")===t.key);let n=new Set(e.map(({key:s})=>s));return r.filter(s=>!n.has(s.key??""))},Gr=(r,t,e,n,s)=>{let o=Li(r,e);return t.map(i=>{let a=o.get(i)??[],c=X(a),l=n.map(h=>{let g=xn(a,h,n),f=X(g);return[h,f,g.length?Br(s,f,c):void 0]}),u=a.length?Br(s,c,c):void 0;return{key:i,segments:Fi(l),value:u,estimated:c.estimated}})},Yr=(r,t)=>r.flatMap(e=>{let n={...e,grid_wh:null,solar_wh:null,battery_wh:null,cost:null},s=Math.max(e.energy_wh-Be(e),0);return[["solar",e.solar_wh],["battery",e.battery_wh],["grid",e.grid_wh],["unknown",s>=1?s:null]].filter(([,i])=>i!==null&&i>0).map(([i,a])=>({...n,key:i,name:t[i],energy_wh:a??0}))}),Jr=(r,t,e=4)=>{let n=Math.max(t,0)-Math.min(r,0);if(!(n>0))return[0,1];let s=n/e,o=10**Math.floor(Math.log10(s)),i=([1,2,2.5,5,10].find(l=>l*o>=s)??10)*o,a=Math.floor(Math.min(r,0)/i+1e-9),c=Math.ceil(Math.max(t,0)/i-1e-9);return Array.from({length:c-a+1},(l,u)=>(a+u)*i)};var Ni=r=>typeof r=="number",Ii=["restored_backup","no_start","no_answer","closes_connection","no_transaction_id"],Ui=r=>Ii.some(t=>t===r),qt=(r,{format:t,say:e})=>(r.back_ends??[]).map(({back_end:n,state:s,delivered_at:o,note:i})=>{let a=s==="set_aside"&&Ui(i)?i:void 0;if(a){let u=A(e("back_end_aside"),new Map([["why",e(`back_end_why_${a}`)]]));return{word:"reported_to",text:n,more:u}}let c=o?t.dateTime(new Date(o)):"",l=A(e(`back_end_${s}`),new Map([["when",c]])).trim();return{word:"reported_to",text:n,more:i&&s!=="delivered"?`${l} (${i})`:l}}),kn=(r,t,e,n=-1/0)=>r.flatMap(({currency:s,[t]:o})=>o!==null&&o>=n?[e.money(o,s)]:[]).join(" + "),Xr=({currency:r,cost:t,saved:e})=>r?[{currency:r,cost:t??null,saved:e??null}]:[],Qr=(r,t)=>kn(es(r),"cost",t),es=r=>ye(r).map(t=>{let{cost:e,saved:n}=X(Kt(r,t));return{currency:t,cost:e,saved:n}}),$n=(r,t,e,n={})=>{let s=(l,u)=>u?`≈ ${l}`:l,o=[{word:"energy",text:s(e.energy(r.energy_wh),n.energyEstimated)}],i=kn(t,"cost",e);if(i){let[l]=t,u=r.energy_wh>0&&!n.isPart&&t.length===1;o.push({word:"cost",text:s(i,n.estimated),...u&&l&&{more:`${e.money((l.cost??0)/(r.energy_wh/1e3),l.currency,3)}/kWh`}})}let a=fe(r);a!==void 0&&(r.solar_wh??0)>0&&o.push({word:"solar_share",text:s(e.percent(a),n.estimated),more:e.energy(r.solar_wh??0)});let c=kn(t,"saved",e,.005);return c&&o.push({word:"saved",text:s(c,n.estimated)}),Ni(r.co2_g)&&o.push({word:"co2",text:s(e.mass(r.co2_g),n.estimated)}),o},Sn=(r,t,e)=>A(he(e,"cost_unknown",r),new Map([["count",t.number(r,0)]])),Zt=(r,t,e)=>{let n=X(r),s=n.without_cost,o=$n(n,es(r),t,{estimated:n.estimated,isPart:s>0}),i={energy:A(he(e,"session_count",n.sessions),new Map([["count",t.number(n.sessions,0)]])),...s&&{cost:Sn(s,t,e)},...n.without_co2&&{co2:A(he(e,"co2_unknown",n.without_co2),new Map([["count",t.number(n.without_co2,0)]]))}};return o.map(a=>{let c=i[a.word];return c?{...a,more:c}:a})},ts=(r,t)=>{let e=[],n=(i,a,c)=>{a&&e.push({word:i,text:a,...c&&{more:c}})},s=i=>i?t.dateTime(new Date(i)):void 0;n("start",s(r.started_at)),n("end",s(r.stopped_at));let o=Ue(r);if(o!==void 0&&n("duration",Z(o)),typeof r.charging_s=="number"&&n("charging_time",Z(r.charging_s)),r.peak_power_w!==null&&n("peak_power",t.power(r.peak_power_w)),typeof r.mean_power_w=="number"&&n("mean_power",t.power(r.mean_power_w)),r.meter_start_wh!==null&&r.meter_stop_wh!==null){let i=a=>t.number(a/1e3,3);n("meter",`${i(r.meter_start_wh)} → ${i(r.meter_stop_wh)} kWh`)}return e},Bi=(r,t)=>{if(r.stopped_at&&Date.parse(r.stopped_at)<=t)return r.energy_wh;let e=(r.slots??[]).filter(({start:n})=>Date.parse(n)>=t);return Math.max(r.energy_wh-e.reduce((n,s)=>n+s.energy_wh,0),0)},ns=(r,t)=>{if(!r.plan)return;let{energy_wh:e,ready_by:n}=r.plan,s=n?Bi(r,Date.parse(n)):r.energy_wh;return{planned:[e===null?"":t.energy(e),n?t.dateTime(new Date(n)):""].filter(Boolean).join(" · "),came:t.energy(s),share:e?s/e:void 0}};var Vi=5e3,An=(r,t,e)=>L(r,"get_sessions",{...t,...e,newest_first:!0}),be=(r,t,e,n)=>L(r,"get_session_totals",{...t,period:e,by:n}),Gt=(r,t)=>{let{charge_point_id:e,session_id:n}=t;return Object.values(r.devices).some(o=>o?.identifiers?.some(([i,a])=>i===E&&a===e))?{charge_point_id:e,session_id:n}:{session_id:n}},On=async(r,t)=>{let e=Gt(r,t);return(await L(r,"get_session",e)).session},rs=(r,t,e)=>L(r,"correct_session",{...Gt(r,t),...e});async function*ss(r,t){let e=new Set;for(let n=0;;){let s=await An(r,t,{limit:Vi,offset:n});if(yield s.sessions.filter(i=>{let a=`${i.charge_point_id}/${i.session_id}`;return!e.has(a)&&e.add(a)}),n+=s.sessions.length,!s.sessions.length||n>=s.total_count)return}}var os=3e5,is=6,ie=class extends k{constructor(){super(...arguments);this.cars=[];this.onlyOwn=!1;this.#n=0;this.#c=e=>{let n=this.config?.navigation_path;!n||e.ctrlKey||e.metaKey||e.shiftKey||e.button||(e.preventDefault(),history.pushState(null,"",new URL(n,location.href).pathname),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:!1}})))}}#e;#n;#r;static{this.styles=[O,S`
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
    `]}setConfig(e){this.config=e}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{document.hidden||this.#s()},os),this.hasUpdated&&this.#s()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e),clearTimeout(this.#r)}updated(e){let n=e.get("hass"),{hass:s}=this;if(!s||!e.has("hass"))return;let o=B(s)==="ready";(!n||o&&B(n)!=="ready")&&this.#s()}shouldUpdate(e){let n=e.get("hass"),{hass:s}=this;return e.size>1||!n||!s?!0:n.language!==s.language||n.locale!==s.locale||B(n)!==B(s)}async#s(){let{hass:e}=this;if(!e||!Y(e))return;let n=_e(e),s=Ge(Ze("month",n.dayOf(new Date)),n);try{let[o,i]=await Promise.all([be(e,s,"all","person"),be(e,s,"all","car")]);this.persons=o.totals,this.cars=i.totals,this.onlyOwn=o.only_own===!0,this.error=void 0,this.#n=0}catch(o){this.error=await j(e,o),clearTimeout(this.#r);let i=Vt(this.#n+=1,os);this.isConnected&&(this.#r=setTimeout(()=>{this.#s()},i))}}render(){let{hass:e,config:n,persons:s}=this;if(!e||!n)return p;let o=this.#o("this_month"),i=n.navigation_path;return d`<ha-card>
      <h2>${i?d`<a href=${i} @click=${this.#c}>${o}</a>`:o}</h2>
      ${s?this.#t(e,s):d`<p class="secondary">${this.error??this.#o("loading")}</p>`}
    </ha-card>`}#t(e,n){let s=X(n);if(!s.sessions)return d`<p class="secondary">${this.#o("month_empty")}</p>`;let o=z(e),i=Zt(n,o,e.language).filter(({word:a})=>a!=="co2");return d`<dl>
        ${i.map(({word:a,text:c,more:l})=>d`<div>
              <dt>${this.#o(a)}</dt>
              <dd>${c}${l?d`<small>${l}</small>`:p}</dd>
            </div>`)}
      </dl>
      ${this.onlyOwn?d`<small>${this.#o("only_own")}</small>`:p}
      ${s.estimated?d`<small>≈ ${this.#o("estimated_legend")}</small>`:p}
      ${this.#i(e,"person","nobody",n)}
      ${this.#i(e,"car","no_car",this.cars)}`}#i(e,n,s,o){let i=new Map;for(let y of o)i.set(y.key??"",[...i.get(y.key??"")??[],y]);if(i.size<2)return p;let a=z(e),c=[...i.values()].map(y=>({own:y,sums:X(y)})).sort((y,$)=>$.sums.energy_wh-y.sums.energy_wh),l=c.length>is+1?is:c.length,u=c.slice(l).flatMap(({own:y})=>y),h=c.slice(0,l).map(({own:y,sums:$})=>({name:(y[0]?.name??y[0]?.key??"")||this.#o(s),own:y,sums:$}));u.length&&h.push({name:this.#o("others"),own:u,sums:X(u)});let g=o.some(y=>(y.solar_wh??0)>0),f=ye(o).length>0;return d`<table>
      <caption>
        ${this.#o(n)}
      </caption>
      <tbody>
        ${h.map(({name:y,own:$,sums:x})=>{let M=fe(x),$t=x.without_cost,De=Qr($,a),st=De?`${x.estimated?"≈ ":""}${De}`:"–";return d`<tr>
            <th scope="row">${y}</th>
            <td>${a.energy(x.energy_wh)}</td>
            ${g?d`<td>${M===void 0?"–":a.percent(M)} ${this.#o("sun")}</td>`:p}
            ${f?d`<td>
                    ${st}
                    ${$t?d`<small>${Sn($t,a,e.language)}</small>`:p}
                  </td>`:p}
          </tr>`})}
      </tbody>
    </table>`}#c;#o(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],ie.prototype,"hass",2),m([_()],ie.prototype,"config",2),m([_()],ie.prototype,"persons",2),m([_()],ie.prototype,"cars",2),m([_()],ie.prototype,"onlyOwn",2),m([_()],ie.prototype,"error",2);var Ki=5,qi=(r,t)=>{let{name:e,above:n,below:s}=t,o=r.states[t.entity],i=N(o);if(i===void 0)return[e,o?r.formatEntityState?.(o)??"–":"–"];if(n===void 0||s===void 0)return[e,z(r).power(i)];let a=i>0?n:s;return[Math.abs(i)<Ki?e:a,z(r).power(Math.abs(i))]},Ye=class extends k{static{this.styles=[O,S`
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
    `]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:6,rows:1,min_columns:6,min_rows:1}}render(){let{hass:t,config:e}=this;if(!t||!e)return p;let[n,s]=qi(t,e),o=e.color?`color: var(--${e.color}-color)`:"";return d`<ha-card>
      <button
        @click=${()=>{let a={bubbles:!0,composed:!0,detail:{entityId:e.entity}};this.dispatchEvent(new CustomEvent("hass-more-info",a))}}
      >
        <ha-icon .icon=${e.icon} style=${o} aria-hidden="true"></ha-icon>
        <b>${n}</b><span>${s}</span>
      </button>
    </ha-card>`}};m([b({attribute:!1})],Ye.prototype,"hass",2),m([_()],Ye.prototype,"config",2);var as="important",Zi=" !"+as,cs=me(class extends ne{constructor(r){if(super(r),r.type!==ee.ATTRIBUTE||r.name!=="style"||r.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(r){return Object.keys(r).reduce((t,e)=>{let n=r[e];return n==null?t:t+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${n};`},"")}update(r,[t]){let{style:e}=r.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let n of this.ft)t[n]==null&&(this.ft.delete(n),n.includes("-")?e.removeProperty(n):e[n]=null);for(let n in t){let s=t[n];if(s!=null){this.ft.add(n);let o=typeof s=="string"&&s.endsWith(Zi);n.includes("-")||o?e.setProperty(n,o?s.slice(0,-11):s,o?as:""):e[n]=s}}return R}});var ds=S`
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
`;var Gi=2,Yi=[5e3,3e4],Ji=r=>{let t=[],e=[["receipt_sun","sun",r.solar_wh],["receipt_battery","battery",r.battery_wh],["receipt_grid","grid",r.grid_wh]];if(e.every(([,,s])=>s==null))return[];for(let[s,o,i]of e)i&&t.push({word:s,kind:o,energyWh:i});let n=r.energy_wh-t.reduce((s,o)=>s+o.energyWh,0);return n>1&&t.push({word:"receipt_unknown",kind:"unknown",energyWh:n}),t},we=class extends k{#e=[];#n=0;#r;static{this.styles=[O,oe,ds]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:E}}}],computeLabel:Ce}}static getStubConfig(){return{}}setConfig(t){this.config=t,this.receipt=void 0,this.#r=void 0}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e.forEach(clearTimeout),this.#r=void 0}updated(){let{hass:t}=this;if(!t||!this.config)return;let e=this.#s(t),n=T(t,e?.entities.get("event.session")?.[0])?.state??"",s=`${e?.deviceId??""} ${n} ${String(Y(t))}`;s!==this.#r&&(this.#r=s,this.#e.forEach(clearTimeout),this.#e=Yi.map(o=>setTimeout(()=>{this.#t()},o)),this.#t())}#s(t){return We(t,this.config?.device_id)}async#t(){let{hass:t}=this,e=t&&this.#s(t);if(!t||!e)return;let n=this.#n+=1;if(!Y(t)){this.note=w(t.language,"not_running");return}try{let s={device_id:e.deviceId,limit:Gi,newest_first:!0},{sessions:o}=await L(t,"get_sessions",s);if(n!==this.#n)return;this.receipt=o.find(i=>i.stopped_at!==null),this.note=this.receipt?void 0:w(t.language,"receipt_none")}catch(s){n===this.#n&&(this.note=await j(t,s))}}render(){let{hass:t,receipt:e}=this;if(!t||!this.config)return p;let n=this.#s(t);return n?d`<ha-card>
      <h2>${ue(t,n)}</h2>
      ${e?this.#i(t,e):p}
      ${this.note?d`<p class="secondary" role="status">${this.note}</p>`:p}
    </ha-card>`:d`<ha-card><p>${w(t.language,"choose_connector")}</p></ha-card>`}#i(t,e){let n=z(t),s=Ue(e),o=new Date(e.stopped_at??""),i=[e.car,J(e)].filter(Boolean).join(" · "),a=e.energy_estimated||e.worth_estimated;return d`<p class="secondary">
        ${[n.dateTime(o),i].filter(Boolean).join(" · ")}
      </p>
      <p class="line">
        <b class="energy">${n.energy(e.energy_wh)}</b>
        ${s===void 0?p:d`<span>${Z(s)}</span>`}
      </p>
      ${this.#c(t,e)} ${this.#o(t,e)}
      ${a?d`<p class="secondary">${w(t.language,"receipt_estimated")}</p>`:p}`}#c(t,e){let n=Ji(e);if(!n.length)return p;let s=z(t),o=n.map(i=>`${w(t.language,i.word)} ${s.energy(i.energyWh)}`);return d`<div class="bar" role="img" aria-label=${o.join(", ")}>
        ${n.map(i=>d`<i class=${i.kind} style=${cs({flexGrow:String(i.energyWh)})}></i>`)}
      </div>
      <p class="line legend">
        ${n.map((i,a)=>d`<span><i class=${i.kind}></i>${o[a]}</span>`)}
      </p>`}#o(t,e){let{cost:n,saved:s,currency:o}=e;if(n==null)return p;let i=l=>z(t).money(l,o??""),a=(s??0)>0?"receipt_saved":"receipt_dearer",c=(s??0)>0?"good":"bad";return d`<p class="line">
      <b>${i(n)}</b>
      ${s?d`<span class=${c}
              >${A(w(t.language,a),new Map([["cost",i(Math.abs(s))]]))}</span
            >`:p}
    </p>`}};m([b({attribute:!1})],we.prototype,"hass",2),m([_()],we.prototype,"config",2),m([_()],we.prototype,"receipt",2),m([_()],we.prototype,"note",2);var Xi=1e4,Qi=6e4,Je=class extends k{#e;#n;#r;static{this.styles=[O,oe]}setConfig(t){this.config=t,this.#n=t.error?Date.now():void 0,this.#r=void 0}getCardSize(){return 2}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e),this.#r=void 0}updated(){if(!this.hass)return;let t=B(this.hass);if(t===this.#r||(this.#r=t,clearTimeout(this.#e),t==="gone"||t==="stopped"))return;let e=t==="ready"?Xi:Qi,n=this.#n===void 0?0:this.#n+e;this.#e=setTimeout(()=>{this.dispatchEvent(new CustomEvent("config-refresh",{bubbles:!0,composed:!0}))},Math.max(0,n-Date.now()))}render(){let{hass:t,config:e}=this;if(!t||!e)return p;let n=t.config.state!==void 0&&t.config.state!=="RUNNING",s=B(t)==="gone",o=n?"ha_starts":s?"not_set_up":"not_running";return d`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${w(t.language,o)}</p>
      ${e.error?d`<p class="secondary">${e.error}</p>`:p}
      ${n?p:d`<a
              href=${s?"/config/integrations/dashboard":`/config/integrations/integration/${E}`}
              >${w(t.language,"open_settings")}</a
            >`}
    </ha-card>`}};m([b({attribute:!1})],Je.prototype,"hass",2),m([_()],Je.prototype,"config",2);var ls=(r,t,e)=>{let n=new Map;for(let s=t;s<=e;s++)n.set(r[s],s);return n},ps=me(class extends ne{constructor(r){if(super(r),r.type!==ee.CHILD)throw Error("repeat() can only be used in text expressions")}dt(r,t,e){let n;e===void 0?e=t:t!==void 0&&(n=t);let s=[],o=[],i=0;for(let a of r)s[i]=n?n(a,i):i,o[i]=e(a,i),i++;return{values:o,keys:s}}render(r,t,e){return this.dt(r,t,e).values}update(r,[t,e,n]){let s=Ar(r),{values:o,keys:i}=this.dt(t,e,n);if(!Array.isArray(s))return this.ut=i,o;let a=this.ut??=[],c=[],l,u,h=0,g=s.length-1,f=0,y=o.length-1;for(;h<=g&&f<=y;)if(s[h]===null)h++;else if(s[g]===null)g--;else if(a[h]===i[f])c[f]=ge(s[h],o[f]),h++,f++;else if(a[g]===i[y])c[y]=ge(s[g],o[y]),g--,y--;else if(a[h]===i[y])c[y]=ge(s[h],o[y]),Le(r,c[y+1],s[h]),h++,y--;else if(a[g]===i[f])c[f]=ge(s[g],o[f]),Le(r,s[h],s[g]),g--,f++;else if(l===void 0&&(l=ls(i,f,y),u=ls(a,h,g)),l.has(a[h]))if(l.has(a[g])){let $=u.get(i[f]),x=$!==void 0?s[$]:null;if(x===null){let M=Le(r,s[h]);ge(M,o[f]),c[f]=M}else c[f]=ge(x,o[f]),Le(r,s[h],x),s[$]=null;f++}else Lt(s[g]),g--;else Lt(s[h]),h++;for(;f<=y;){let $=Le(r,c[y+1]);ge($,o[f]),c[f++]=$}for(;h<=g;){let $=s[h++];$!==null&&Lt($)}return this.ut=i,Ft(r,c),R}});var ea=2e4,ve=class extends k{constructor(){super(...arguments);this.revision=0;this.#n=new Map}#e;#n;static{this.styles=[O,S`
      ha-card {
        display: grid;
        gap: 20px;
        padding: 16px;
      }
      section {
        min-width: 0;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 12px;
      }
      h2,
      p {
        margin: 0;
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
        overflow-wrap: anywhere;
      }
      [role="alert"]:empty {
        position: absolute;
      }
      [role="alert"] {
        color: var(--error-color);
        overflow-wrap: anywhere;
      }
    `]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:E,entity:{domain:"number"}}}}],computeLabel:Ce}}static getStubConfig(){return{}}setConfig(e){this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}render(){let{hass:e,config:n}=this;if(!e||!n)return p;let s=n.device_id?[We(e,n.device_id)].filter(o=>o!==void 0):G(e);if(!s.length){let o=n.device_id?"choose_connector":"no_connectors";return d`<ha-card><p class="secondary">${this.#i(o)}</p></ha-card>`}return d`<ha-card>
      ${ps(s,o=>o.deviceId,o=>this.#r(e,o))}
      <div role="alert">
        ${this.error===void 0?p:`${this.#i("failed")}: ${this.error}`}
      </div>
    </ha-card>`}#r(e,n){let s=N(T(e,C(n,"sensor.power")));return d`<section>
      <header>
        <h2>${ue(e,n)}</h2>
        ${s?d`<span>${z(e).power(s)}</span>`:p}
      </header>
      <plug-control-ribbon
        large
        .hass=${e}
        .connector=${this.#s(n).within(e,n)}
        .revision=${this.revision}
        @wishes=${o=>this.#t(o.detail)}
      ></plug-control-ribbon>
    </section>`}#s(e){let n=this.#n.get(e.deviceId)??new Fe(this);return this.#n.set(e.deviceId,n),n}async#t(e){this.hass&&(clearTimeout(this.#e),this.error=await Wt(this.hass,e),this.revision+=1,this.error!==void 0&&(this.#e=setTimeout(()=>{this.error=void 0},ea)))}#i(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],ve.prototype,"hass",2),m([_()],ve.prototype,"config",2),m([_()],ve.prototype,"error",2),m([_()],ve.prototype,"revision",2);var ta={},us=me(class extends ne{constructor(){super(...arguments),this.ot=ta}render(r,t){return t()}update(r,[t,e]){if(Array.isArray(t)){if(Array.isArray(this.ot)&&this.ot.length===t.length&&t.every((n,s)=>n===this.ot[s]))return R}else if(this.ot===t)return R;return this.ot=Array.isArray(t)?Array.from(t):t,this.render(t,e)}});var na=[1,2,3,4,6,12],hs=(r,t)=>r.map(({s:e,lu:n})=>{let s=Number(e);return{at:n*1e3,powerW:Number.isFinite(s)&&e!==""?s*t:0}}),ms=(r,t,e,n,s)=>{let o=u=>(Math.max(u,t)-t)/(e-t)*320,i=u=>72-Math.max(u,0)/s*72,a=r.filter((u,h)=>(r[h+1]?.at??n)>t),c=a[0];if(!c)return"";let l=a.map((u,h)=>{let g=a[h+1]?.at??n;return`V${i(u.powerW).toFixed(1)}H${o(g).toFixed(1)}`});return`M${o(c.at).toFixed(1)},72${l.join("")}V72Z`},Xe=(r,t,e)=>{let n=na.find(o=>(t-r)/36e5/o<=6)??12,s=[];for(let o=Math.ceil(r/36e5)*36e5;o<=t;o+=36e5)e.hourOf(new Date(o))%n===0&&s.push(o);return s},gs=(r,t,e,n)=>{let s=i=>((Math.min(Math.max(i.getTime(),t),e)-t)/(e-t)*320).toFixed(1),o=i=>((1-Math.min(i/n,1))*72).toFixed(1);return r.filter(i=>i.end.getTime()>t&&i.start.getTime()<e).map((i,a)=>{let[c,l]=[s(i.start),o(i.powerW)];return`${a?`L${c},${l}`:`M${c},${l}`}H${s(i.end)}`}).join("")};var ra=3e5,_t=r=>typeof r=="object"&&r!==null?r:{},ys=r=>Array.isArray(r)?r.map(_t):[],K=r=>typeof r=="number"&&Number.isFinite(r)?r:void 0,yt=r=>typeof r=="string"?r:"",Me=r=>K(Date.parse(yt(r)))??void 0,fs=r=>Array.isArray(r)?r.flatMap(t=>{let[e,n]=Array.isArray(t)?t:[],[s,o]=[K(e),K(n)];return s===void 0||o===void 0?[]:[{from:s*1e3,to:s*1e3+ra,powerW:o}]}):[],_s=r=>ys(r).flatMap(t=>{let[e,n]=[Me(t.start),Me(t.end)];return e===void 0||n===void 0||n<=e?[]:[{...t,from:e,to:n}]}),sa=r=>ys(r).flatMap(t=>{let e=Me(t.at);return e===void 0?[]:[{at:e,code:yt(t.code),limitA:K(t.limit_a),phases:K(t.phases),attributes:_t(t.attributes)}]}),oa=r=>({plan:r.plan===!0,readyBy:yt(r.ready_by),repeat:yt(r.repeat),energyKwh:K(r.energy_kwh)??0,socPercent:K(r.soc_percent),unusedSocPercent:K(r.unused_soc_percent)}),ia=r=>{let t=_t(r),e=_t(t.plan),n=t.sun_kind;return{from:Me(t.start)??0,to:Me(t.end)??0,keptSince:Me(t.kept_since)??0,power:fs(t.power),sun:fs(t.sun),sunKind:n==="solar"||n==="surplus"?n:void 0,forecast:_s(t.forecast).map(({from:s,to:o,power_w:i})=>({from:s,to:o,powerW:K(i)??0})),prices:_s(t.prices).flatMap(({from:s,to:o,price:i})=>{let a=K(i);return a===void 0?[]:[{start:new Date(s),end:new Date(o),price:a}]}),priceUnit:yt(t.price_unit),changes:sa(t.changes),fullPowerW:K(t.full_power_w),wish:oa(_t(t.wish)),readyAt:Me(e.ready_at),energyKwh:K(e.energy_kwh)??0,shortfallKwh:K(e.shortfall_kwh)??0,planned:gt(e.windows)}},bs=async(r,t,e)=>ia(await r.callWS({type:"plug_control/ribbon",...zn(t),start:new Date(e.from).toISOString(),end:new Date(e.to).toISOString()})),zn=r=>{let t=r.entities.get("number.maximum_current")?.[0];return t===void 0?{device_id:r.deviceId}:{entity_id:t}};var vs=(r,t,e=0)=>{let n=t===void 0?0:t-r+54e5,s=n>72e6?468e5:Math.max(468e5,n),o=Math.ceil((r+s)/9e5)*9e5+e;return{from:o-864e5,to:o}},Q=(r,t,e)=>Math.min(Math.max(r,t),e),q=(r,{from:t,to:e})=>Q((r-t)/(e-t),0,1),En=(r,{from:t,to:e})=>t+Q(r,0,1)*(e-t),Yt=(r,{from:t,to:e})=>r>=t&&r<=e,Jt=r=>Math.round(r/9e5)*9e5,ws=(r,t)=>(q(r,t)*1e3).toFixed(1),xs=r=>{let t=Math.max(1400,...r),e=t>8e3?2e3:1e3;return Math.ceil(t/e)*e},Xt=(r,t,e)=>{let n="",s;for(let{from:o,to:i,powerW:a}of r){if(i<=t.from||o>=t.to||a<=0)continue;let c=((1-Math.min(a/e,1))*100).toFixed(1);s!==o&&(n+=`${s===void 0?"":"V100Z"}M${ws(o,t)},100`),n+=`V${c}H${ws(i,t)}`,s=i}return s===void 0?"":`${n}V100Z`},Tn=(r,t,e)=>{let n=q(r,e)*1e3;return{x:n,width:q(t,e)*1e3-n}},ks=(r,t)=>{let e=bt(r,t),n=e.map(i=>i.price),s=Math.min(...n),o=Math.max(...n)-s;return e.map(i=>({...Tn(i.start.getTime(),i.end.getTime(),t),dear:o>0?(i.price-s)/o:.5}))},bt=(r,{from:t,to:e})=>r.filter(n=>n.end.getTime()>t&&n.start.getTime()<e),Cn=(r,t)=>r.find(e=>e.from<=t&&t<e.to),$s=(r,t,e,n,s)=>{let o=Math.ceil((r+9e5)/9e5)*9e5,i=Math.min(n.to,Math.floor((r+864e5-9e5)/9e5)*9e5);if(o=Math.max(o,Math.ceil(n.from/9e5)*9e5),e!=="once"&&e!=="daily"){let a=s.dayOf(new Date(t)),c=s.midnight(a).getTime();o=Math.max(o,c),i=Math.min(i,s.midnight(s.dayOf(new Date(c+1296e5))).getTime()-9e5)}return o<=i?{from:o,to:i}:void 0},Qt=(r,t)=>new Intl.DateTimeFormat("sv-SE",{hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:t.timeZone}).format(r),Ss=(r,t,e)=>{let n=/^(\d\d):(\d\d)/.exec(r);if(!n)return;let s=Number(n[1])*60+Number(n[2]);for(let o of[0,1,2]){let i=e.midnight(e.dayOf(new Date(t))).getTime()+(o*24+12)*36e5,c=e.midnight(e.dayOf(new Date(i))).getTime()+s*6e4,[l,u]=Qt(c,e).split(":").map(Number),h=(l??0)*60+(u??0)-s,g=c-h*6e4;if(g>t)return g}},As=(r,t)=>Math.min(t,Math.max(40,Math.ceil(r*1.5/20)*20));var aa=4,ca=7,Mn=({ribbon:r,allowed:t,preview:e})=>xs([...r.power.map(n=>n.powerW),...r.sun.map(n=>n.powerW),...r.forecast.map(n=>n.powerW),...t.map(n=>n.powerW),...r.planned.length||e?.length?[r.fullPowerW??0]:[]]),Os=(r,t)=>!r.planned.length&&!t.length&&!r.prices.length&&!r.forecast.length&&!r.sun.some(e=>e.powerW>0)&&!r.power.some(e=>e.powerW>0),Pn=(r,t,e)=>{if(!Yt(t,e))return p;let n=(q(t,e)*1e3).toFixed(1);return F`<line class=${r} x1=${n} x2=${n} y1="0" y2=${100}></line>`},da=(r,t,{span:e,ribbon:n},s)=>{let o=Math.max(...r.map(i=>i.currentA??0));return r.map(i=>{let{x:a,width:c}=Tn(i.start.getTime(),i.end.getTime(),e);if(c<=0)return p;let l=o&&i.currentA!==void 0?i.currentA/o:1,u=Math.min((n.fullPowerW??s)*l/s,1)*100;return F`<rect class=${`plan ${t} ${i.solar?"solar":""}`} x=${a.toFixed(1)}
      width=${c.toFixed(1)} y=${(100-u).toFixed(1)} height=${u.toFixed(1)}></rect>`})},zs=r=>{let{ribbon:t,span:e,now:n,hours:s,preview:o,allowed:i,chosen:a}=r,c=Mn(r),l=q(n,e)*1e3;return F`
    <rect class="past" x="0" y="0" width=${l.toFixed(1)} height=${100}></rect>
    ${s.map(u=>Pn("hour",u,e))}
    <path class="sun" d=${Xt(t.sun,e,c)}></path>
    <path class="forecast" d=${Xt(t.forecast.map(u=>({...u,from:Math.max(u.from,n)})).filter(u=>u.to>u.from),e,c)}></path>
    <path class="power" d=${Xt(t.power,e,c)}></path>
    ${da(o??t.planned,o?"preview":"",r,c)}
    ${i.length?F`<path class="allowed" transform=${`scale(${1e3/320} ${100/72})`}
            d=${gs(i,e.from,e.to,c)}></path>`:p}
    ${ks(t.prices,e).map(({x:u,width:h,dear:g})=>{let f=aa+g*ca;return F`<rect class="price" style=${`--dear: ${Math.round(g*100)}%`} x=${u.toFixed(1)}
        width=${(h+.3).toFixed(1)} y=${(100-f).toFixed(1)} height=${f.toFixed(1)}></rect>`})}
    <line class="base" x1="0" x2=${1e3} y1=${100} y2=${100}></line>
    ${Pn("now",n,e)}
    ${a===void 0?p:Pn("chosen",a,e)}`};var ke=r=>typeof r=="number"&&Number.isFinite(r)?r:void 0,Es=r=>typeof r=="string"?ke(Date.parse(r)):void 0,la=r=>{if(typeof r!="object"||r===null)return;let t=r,[e,n]=[Es(t.ready_at),ke(t.energy_kwh)];if(e===void 0||n===void 0)return;let s=Array.isArray(t.displaces)?t.displaces:[];return{readyAt:e,energyKwh:n,socPercent:ke(t.soc_percent),windows:gt(t.windows),cost:ke(t.cost),currency:typeof t.currency=="string"?t.currency:"",sunPercent:ke(t.sun_percent),shortfallKwh:ke(t.shortfall_kwh)??0,reachableAt:Es(t.reachable_at),displaces:s.map(o=>({name:typeof o.name=="string"?o.name:"",laterMin:ke(o.later_min)??0,shortfallKwh:ke(o.shortfall_kwh)??0}))}},Ts=async(r,t,e)=>la(await r.callWS({type:"plug_control/preview_plan",...zn(t),ready_at:new Date(e.readyAt).toISOString(),...e.energyKwh!==void 0&&{energy_kwh:e.energyKwh},...e.socPercent!==void 0&&{soc_percent:e.socPercent}})),tn=class{#e;#n;#r;#s=!1;#t=0;constructor(t,e){this.#e=t,this.#n=e}ask(t){this.#r=t,this.#s||this.#i()}stop(){this.#r=void 0,this.#t+=1}async#i(){for(this.#s=!0;this.#r!==void 0;){let t=this.#r,e=this.#t;this.#r=void 0;let n=await this.#e(t).catch(()=>{});e===this.#t&&this.#n(n)}this.#s=!1}};var Cs=S`
  :host {
    display: block;
    container-type: inline-size;
    --height: 92px;
    --lane: 34px;
    --sun: var(--energy-solar-color, #ff9800);
    --text-sun: color-mix(in srgb, var(--sun) 55%, var(--primary-text-color));
  }
  :host([large]) {
    --height: 168px;
  }
  :host([empty]) {
    display: none;
  }
  p {
    margin: 0;
  }
  .scale {
    align-items: center;
  }
  .scale button {
    min-height: 32px;
    min-width: 40px;
    padding: 0;
  }
  .scale span + span {
    margin-inline-start: auto;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .scale,
  .hours {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    min-height: 16px;
    font-size: var(--ha-font-size-xs, 11px);
    color: var(--secondary-text-color);
  }
  .hours {
    position: relative;
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
  .track {
    position: relative;
    margin-top: 4px;
    padding-top: var(--lane);
    touch-action: pan-y;
  }
  .track.bare {
    --lane: 0px;
  }
  .picture {
    position: relative;
    height: var(--height);
    cursor: pointer;
    outline-offset: 2px;
  }
  .picture:focus-visible,
  .flag:focus-visible,
  .knob:focus-visible {
    outline: 2px solid var(--primary-color);
  }
  svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  svg * {
    vector-effect: non-scaling-stroke;
  }
  .past {
    fill: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
  }
  .sun {
    fill: color-mix(in srgb, var(--sun) 45%, transparent);
  }
  .forecast {
    fill: color-mix(in srgb, var(--sun) 18%, transparent);
    stroke: var(--sun);
    stroke-dasharray: 2 3;
  }
  .power {
    fill: color-mix(in srgb, var(--primary-color) 55%, transparent);
    stroke: var(--primary-color);
    stroke-width: 1.5;
  }
  .plan {
    fill: color-mix(in srgb, var(--primary-color) 22%, transparent);
    stroke: var(--primary-color);
    stroke-dasharray: 4 3;
  }
  .plan.solar {
    fill: color-mix(in srgb, var(--sun) 35%, transparent);
    stroke: var(--text-sun);
  }
  .plan.preview {
    fill: color-mix(in srgb, var(--primary-color) 45%, transparent);
    stroke-dasharray: none;
  }
  .allowed {
    fill: none;
    stroke: var(--success-color, #43a047);
    stroke-width: 1.5;
    stroke-dasharray: 6 3;
  }
  .hour,
  .base {
    stroke: var(--divider-color);
  }
  .now {
    stroke: var(--error-color, #db4437);
    stroke-width: 2;
  }
  .chosen {
    stroke: var(--primary-text-color);
    stroke-width: 2;
  }
  .price {
    fill: color-mix(
      in oklab,
      var(--error-color, #db4437) var(--dear),
      var(--success-color, #43a047)
    );
  }
  .pole {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 0;
    will-change: transform;
    pointer-events: none;
  }
  .pole::before {
    content: "";
    position: absolute;
    top: 4px;
    bottom: 0;
    left: -1px;
    border-left: 2px solid var(--primary-text-color);
  }
  .flag,
  .knob {
    position: absolute;
    box-sizing: border-box;
    display: flex;
    align-items: center;
    justify-content: center;
    pointer-events: auto;
    touch-action: none;
    user-select: none;
    cursor: grab;
    contain: layout;
    background: var(--fill);
    color: var(--on-fill);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-medium, 500);
    white-space: nowrap;
  }
  .flag {
    top: 2px;
    left: 0;
    min-width: 68px;
    height: 28px;
    padding: 0 8px;
    clip-path: polygon(0 0, 100% 0, calc(100% - 6px) 50%, 100% 100%, 0 100%);
  }
  .flag:focus-visible {
    clip-path: none;
  }
  .pole.left .flag {
    left: auto;
    right: 0;
    clip-path: polygon(0 0, 100% 0, 100% 100%, 0 100%, 6px 50%);
  }
  /* Larger to the finger than to the eye. */
  .flag::after,
  .knob::after {
    content: "";
    position: absolute;
    inset: -8px;
  }
  .knob {
    left: 0;
    min-width: 56px;
    height: 24px;
    margin-bottom: -12px;
    padding: 0 8px;
    transform: translate(-50%, var(--dy, 0px));
    border: 2px solid var(--card-background-color, #fff);
    border-radius: 12px;
    cursor: ns-resize;
  }
  .pole.left .knob {
    transform: translate(calc(-100% + 14px), var(--dy, 0px));
  }
  .pole.right .knob {
    transform: translate(-14px, var(--dy, 0px));
  }
  .rail {
    position: absolute;
    inset: var(--lane) 0 0;
  }
  .pole.none::before {
    border-left-style: dashed;
    opacity: 0.6;
  }
  .pole.none .flag {
    background: none;
    clip-path: none;
    border: 1px dashed var(--secondary-text-color);
    color: var(--secondary-text-color);
  }
  .pole.pulling .flag,
  .pole.pulling .knob {
    cursor: grabbing;
  }
  .pole[data-fixed] .flag,
  .pole[data-fixed] .knob {
    pointer-events: none;
  }
  .beyond {
    position: absolute;
    top: 6px;
    right: 0;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  .said {
    min-height: 2.8em;
    margin-top: 6px;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  :host(:not([large])) .said:empty {
    min-height: 0;
    margin: 0;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    font-size: var(--ha-font-size-xs, 11px);
    color: var(--secondary-text-color);
  }
  .legend span::before {
    content: "";
    display: inline-block;
    width: 14px;
    height: 8px;
    margin-inline-end: 6px;
    border: 1px solid transparent;
    background: var(--swatch);
  }
  .legend .dashed::before {
    border: 1px dashed var(--swatch);
    background: color-mix(in srgb, var(--swatch) 25%, transparent);
  }
  @container (max-width: 420px) {
    .said {
      min-height: 4.2em;
    }
  }
`;var pa=3600,nn=class{#e;#n;constructor(t,e){this.#e=t,this.#n=e,this.format=z(t)}say(t,e={}){return A(w(this.#e.language,t),new Map(Object.entries(e)))}now(t,e,n,s){let o=t.changes.findLast(c=>c.at<=n),i=T(this.#e,this.#n),a=s?ht(this.#e,i,new Date(n))??(o&&this.why(o)):void 0;return[...this.#r(o,e.isCharging,n),...a===void 0?[]:[a],...this.#s(t,n),...this.#t(t),...e.solarShare===void 0?[]:[this.say("ribbon_sun_share",{percent:this.format.percent(e.solarShare/100)})],...e.cost===void 0?[]:[e.cost]].join("; ")}#r(t,e,n){if(!t?.limitA||!e)return[];let s=this.#m(t.at,n);return[this.say("ribbon_since",{limit:this.#f(t.limitA),time:s})]}#s(t,e){if(t.readyAt===void 0||!t.planned.length)return[];if(t.shortfallKwh>.05)return[this.#p(t.shortfallKwh)];let n=t.planned.at(-1)?.end.getTime()??e;return[this.say("ribbon_done",{time:this.#m(n,e)})]}#t({readyAt:t,energyKwh:e,wish:n}){if(t===void 0||n.unusedSocPercent===void 0)return[];let s=this.format.percent(n.unusedSocPercent/100);return[this.say("plan_soc_unknown",{energy:this.#d(e),percent:s})]}why(t){let e={entity_id:this.#n??"",state:t.code,attributes:t.attributes,last_changed:""};return ht(this.#e,e,new Date(t.at))??t.code}at(t,e,n){let s=e<=n,o=t.changes.findLastIndex(c=>c.at<=e),i=s?t.changes[o]:void 0,a=[];return i?a.push(this.#i(i,t.changes[o+1]?.at,n)):s?a.push(`${this.#v(e,n)}: ${this.say("ribbon_unknown")}`):a.push(`${this.#m(e,n)}: ${this.#c(t,e)}`),a.push(...this.#u(t,e,s)),a.join(" · ")}#i(t,e,n){let s=e===void 0?"":this.format.time(new Date(e)),o=t.limitA?[this.#f(t.limitA)]:[];return[`${this.#v(t.at,n)}–${s}: ${this.why(t)}`,...o].join(" · ")}#c(t,e){let n=t.planned.find(s=>s.start.getTime()<=e&&e<s.end.getTime());return n?[this.say("plan_planned"),...this.#o(n)].join(" "):this.say("ribbon_not_planned")}#o({currentA:t}){return t===void 0?[]:[this.#f(t)]}#u(t,e,n){let{format:s}=this,o=n?Cn(t.power,e):void 0,i=Cn(n?t.sun:t.forecast,e),a=n?t.sunKind==="surplus"?"ribbon_surplus":"sun":"ribbon_forecast",[c]=bt(t.prices,{from:e,to:e+1});return[...o&&o.powerW>0?[this.say("ribbon_took",{power:s.power(o.powerW)})]:[],...i?[`${this.say(a)} ${s.power(i.powerW)}`]:[],...c?[s.price(c.price,t.priceUnit)]:[]]}pulled(t,e,n){let s=this.say("ribbon_by",{time:this.#m(t.readyAt,n)}),o=t.socPercent===void 0?[]:[this.format.percent(t.socPercent/100)];if(!e){let a=t.energyKwh===void 0?[]:[this.#d(t.energyKwh)];return`${s}: ${[...o,...a].join(", ")}`}let i=[...o,this.#d(e.energyKwh),...e.cost===void 0?[]:[this.format.money(e.cost,e.currency)],...e.sunPercent===void 0?[]:[this.say("ribbon_sun_share",{percent:this.format.percent(e.sunPercent/100)})],...this.#a(e,n),...e.displaces.map(a=>this.#h(a))];return`${s}: ${i.join(", ")}`}#h({name:t,laterMin:e,shortfallKwh:n}){let s=t||this.say("others");return e>0?this.say("ribbon_displaces",{name:s,wait:Ht(e*60)}):`${s}: ${this.#p(n)}`}#a({shortfallKwh:t,reachableAt:e},n){if(t<=.05)return[];if(e===void 0)return[this.#p(t)];let s=this.#m(e,n);return[this.#p(t),this.say("ribbon_reachable",{time:s})]}flag(t){return this.format.time(new Date(t))}deadline(t,e){let n=Math.max(0,Math.round((t-e)/6e4)*60),s=Z(n>=pa?n:Math.max(n,60));return`${this.#m(t,e)} (${s})`}target(t,e){return e===void 0?this.#d(t):this.format.percent(e/100)}#p(t){return this.say("ribbon_short",{energy:this.#d(t)})}#d(t){return`${this.format.number(t,1,0)} kWh`}#f(t){return`${this.format.number(t,0)} A`}#m(t,e){return this.format.timeNear(new Date(t),new Date(e))}#v(t,e){let n=new Date(t);return this.format.dayOf(n)===this.format.dayOf(new Date(e))?this.format.time(n):this.format.dateTime(n)}},Ps=(r,t)=>{let e=T(r,t);if(!H(e)||!Number.isFinite(Number(e.state)))return;let n=e.attributes.unit_of_measurement;return z(r).money(Number(e.state),typeof n=="string"?n:"")};var ua=12e4,ha=3e4,ma=1e3,Rs=6*36e5,ga=24*36e5,fa=4,_a=.82,ya=.06,ba=["sensor.charging_reason","sensor.planned_start","switch.plan","time.ready_by","select.plan_repeat","number.target_energy","number.target_soc"],D=class extends k{constructor(){super(...arguments);this.allowed=[];this.large=!1;this.revision=0;this.empty=!0;this.shiftMs=0;this.#e=[];this.#r=0;this.#s="";this.#c=new tn(async e=>this.hass&&this.connector?Ts(this.hass,this.connector,e):void 0,e=>{this.pull&&(this.preview=e)});this.#y=e=>{this.pull?.finger&&(this.#i={x:e.clientX,y:e.clientY},this.#t??=requestAnimationFrame(()=>{this.#t=void 0,this.#b()}))};this.#C=()=>{this.pull?.finger&&(this.#t!==void 0&&(cancelAnimationFrame(this.#t),this.#t=void 0,this.#b()),this.#M())};this.#S=()=>{this.#t!==void 0&&cancelAnimationFrame(this.#t),this.#t=this.#i=void 0,this.#c.stop(),this.#D(),this.pull=this.preview=void 0};this.#P=()=>{this.pull&&!this.pull.finger&&this.#S()}}#e;#n;#r;#s;#t;#i;#c;static{this.styles=[O,Cs]}connectedCallback(){super.connectedCallback(),this.#e=[setInterval(()=>{this.#h()},ua),setInterval(()=>{this.requestUpdate()},ha)],this.hasUpdated&&this.#h()}disconnectedCallback(){super.disconnectedCallback(),this.#e.forEach(clearInterval),clearTimeout(this.#n),this.#S()}willUpdate(e){let n=this.#o(),s=n.split("|",1)[0]!==this.#s.split("|",1)[0];s&&(this.ribbon=void 0,this.chosen=this.wished=void 0,this.#S()),s||e.has("shiftMs")||e.has("revision")?this.#h():n!==this.#s&&this.#u(),this.#s=n,this.empty=!this.ribbon||!this.large&&Os(this.ribbon,this.allowed)}#o(){let{hass:e,connector:n}=this;if(!e||!n)return"";let s=ba.map(o=>T(e,C(n,o))?.last_changed);return[n.deviceId,Y(e),...s].join("|")}#u(){clearTimeout(this.#n),this.#n=setTimeout(()=>{this.#h()},ma)}async#h(){let{hass:e,connector:n}=this;if(!e||!n||!Y(e))return;let s=this.#r+=1;try{let o=await bs(e,n,this.#a(Date.now()));s===this.#r&&(this.ribbon=o,this.wished=void 0)}catch{s===this.#r&&(this.wished=void 0)}}#a(e){return vs(e,this.#p(e)?.readyAt,this.shiftMs)}#p(e){let{hass:n,ribbon:s,wished:o}=this;if(!n||!s)return;if(o)return o;let{wish:i}=s,a=_e(n),c=h=>h>e&&Qt(h,a).slice(0,5)===i.readyBy.slice(0,5),l=i.plan?s.readyAt:void 0,u=l!==void 0&&c(l)?l:Ss(i.readyBy,e,a);if(u!==void 0)return{readyAt:u,energyKwh:i.energyKwh,socPercent:i.socPercent}}render(){let{hass:e,connector:n,ribbon:s}=this;if(!e||!n||!s||this.empty)return p;let o=Date.now(),i=this.#p(o),a=this.#a(o),c=new nn(e,C(n,"sensor.charging_reason"));return d`${this.#f(s,a,c)}
      <div class="track ${i?"":"bare"}">
        ${this.#d(s,a,o,c)}
        ${i?this.#O(s,i,a,o,c):p}
      </div>
      ${this.#v(a,c)}
      <p class="said" aria-live="polite">${this.#_(s,i,o,c)}</p>
      ${this.large||this.allowed.length?this.#z(s):p}`}#d(e,n,s,o){let i=Math.floor(s/6e4)*6e4,a={ribbon:e,span:n,allowed:this.allowed,chosen:this.chosen,now:i,hours:Xe(n.from,n.to,o.format),preview:this.#A},c=Q(this.chosen??s,n.from,n.to);return d`<div
      class="picture"
      role="slider"
      tabindex="0"
      aria-label=${this.#w("ribbon_look")}
      aria-valuemin="0"
      aria-valuemax=${Math.round((n.to-n.from)/6e4)}
      aria-valuenow=${Math.round((c-n.from)/6e4)}
      aria-valuetext=${o.at(e,c,s)}
      @click=${l=>{this.#W(l,n)}}
      @keydown=${l=>{this.#F(l,n)}}
    >
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
        ${us([e,n.from,i,this.allowed,this.chosen,a.preview,o.format.timeZone],()=>zs(a))}
      </svg>
    </div>`}#f(e,n,s){let{format:o}=s,i=bt(e.prices,n).map(c=>c.price),a=i.length?`${this.#w("price")} ${o.price(Math.min(...i))}–${o.price(Math.max(...i),e.priceUnit)}`:"";return d`<div class="scale">
      <span aria-hidden="true"
        >${o.power(Mn({ribbon:e,allowed:this.allowed,preview:this.#A}))}</span
      >
      <span>${a}</span>
      ${this.large?this.#m(e,n):p}
    </div>`}#m(e,n){let s=(o,i,a,c)=>d`<button
        aria-label=${this.#w(o)}
        title=${this.#w(o)}
        ?disabled=${c}
        @click=${()=>{this.chosen=void 0,this.shiftMs+=a}}
      >
        ${i}
      </button>`;return d`${s("previous","‹",-Rs,n.from<=e.keptSince)}
    ${this.shiftMs?s("ribbon_now","●",-this.shiftMs,!1):p}
    ${s("next","›",Rs,this.shiftMs>=ga)}`}#v(e,n){let{format:s}=n;return d`<div class="hours" aria-hidden="true">
      ${Xe(e.from,e.to,s).map(o=>{let i=q(o,e),a=i<.04?"first":i>.96?"last":"",c=new Date(o),l=s.hourOf(c)===0?s.dayName(c):s.time(c);return d`<span class=${a} style="left: ${(i*100).toFixed(1)}%">${l}</span>`})}
    </div>`}get#A(){return this.pull&&this.preview?this.preview.windows:void 0}#z(e){let n=e.sun.some(i=>i.powerW>0),s=[[n&&e.sunKind==="solar","","var(--sun)","sun"],[n&&e.sunKind==="surplus","","var(--sun)","ribbon_surplus"],[e.forecast.length>0,"dashed","var(--sun)","ribbon_forecast"],[!0,"","var(--primary-color)","charging"],[e.planned.length>0,"dashed","var(--primary-color)","plan_planned"],[this.allowed.length>0,"","var(--success-color)","charger_allows"]],o=this.large?s:s.slice(-1);return d`<div class="legend" aria-hidden="true">
      ${o.filter(([i])=>i).map(([,i,a,c])=>d`<span class=${i} style="--swatch: ${a}">${this.#w(c)}</span>`)}
    </div>`}#_(e,n,s,o){let{hass:i,connector:a,pull:c}=this;if(!i||!a)return"";if(c)return o.pulled(Dn(c.flag),this.preview,s);if(this.wished)return o.pulled(Dn(this.wished),void 0,s);if(this.chosen!==void 0)return o.at(e,this.chosen,s);let l=T(i,C(a,"binary_sensor.charging"))?.state==="on",u=T(i,C(a,"switch.charging"))?.state==="on",h=N(T(i,C(a,"sensor.session_solar_share"))),g={isCharging:l,solarShare:this.large&&u?h:void 0,cost:u?Ps(i,C(a,"sensor.session_cost")):void 0},f=o.now(e,g,s,this.large),y=this.large&&n&&!e.wish.plan&&this.#$();return[f,...y?[`${this.#w("ribbon_hint")}.`]:[]].filter(Boolean).join(". ")}#$(){let{connector:e}=this;return!!e&&!!C(e,"time.ready_by")&&!!C(e,"switch.plan")}#x(e,n,s,o){if(!(!this.hass||!this.#$()))return $s(o,n.readyAt,e.wish.repeat,s,_e(this.hass))}#O(e,n,s,o,i){let a=this.#x(e,n,s,o),{pull:c}=this,l=c?.flag??n;if(!Yt(n.readyAt,s))return!e.wish.plan||n.readyAt<s.to?p:d`<span class="beyond">⚑ ${i.deadline(n.readyAt,o)}</span>`;let u=c&&!c.finger?l.readyAt:n.readyAt,h=q(l.readyAt,s),g=["pole",...e.wish.plan||c||this.wished?[]:["none"],...h>_a?["left"]:h<ya?["right"]:[],...c?["pulling"]:[]].join(" ");return d`<div
        class=${g}
        ?data-fixed=${!a}
        style="left: ${(q(u,s)*100).toFixed(2)}%"
      >
        ${a?this.#k(l,a,o,i):d`<span class="flag">${i.flag(l.readyAt)}</span>`}
        <div class="rail">
          ${e.wish.plan||c||this.wished?this.#l(n,l,i):p}
        </div>
      </div>
      <span class="hidden" id="keys">${this.#w("ribbon_keys")}</span>`}#k(e,n,s,o){return d`<div
      class="flag"
      role="slider"
      tabindex="0"
      aria-label=${this.#w("ready_by")}
      aria-describedby="keys"
      aria-valuemin="0"
      aria-valuemax=${Math.round((n.to-n.from)/6e4)}
      aria-valuenow=${Math.round((Q(e.readyAt,n.from,n.to)-n.from)/6e4)}
      aria-valuetext=${o.deadline(e.readyAt,s)}
      @pointerdown=${i=>{this.#E(i,"deadline")}}
      @pointermove=${this.#y}
      @pointerup=${this.#C}
      @pointercancel=${this.#S}
      @keydown=${i=>{this.#R(i,"deadline")}}
      @blur=${this.#P}
    >
      ${o.flag(e.readyAt)}
    </div>`}#l(e,n,s){let o=this.#g(n,e);if(!o)return p;let{pull:i}=this,c=((i?.part==="target"&&!i.finger?o.value:Qe(e))-o.least)/(o.most-o.least),l=s.target(n.energyKwh,n.socPercent),u=`bottom: ${(Q(c,0,1)*100).toFixed(2)}%`;return o.entity?d`<div
      class="knob"
      role="slider"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${this.#w("ribbon_target")}
      aria-describedby="keys"
      aria-valuemin=${o.least}
      aria-valuemax=${o.most}
      aria-valuenow=${o.value}
      aria-valuetext=${l}
      style=${u}
      @pointerdown=${h=>{this.#E(h,"target")}}
      @pointermove=${this.#y}
      @pointerup=${this.#C}
      @pointercancel=${this.#S}
      @keydown=${h=>{this.#R(h,"target")}}
      @blur=${this.#P}
    >
      ${l}
    </div>`:d`<span class="knob" style=${u}>${l}</span>`}#g(e,n){let{hass:s,connector:o}=this;if(!s||!o)return;let i=e.socPercent!==void 0,a=C(o,i?"number.target_soc":"number.target_energy"),c=T(s,a),{max:l,min:u}=c?.attributes??{};return{value:Qe(e),least:i?10:Math.max(u??1,1),most:i?100:As(n.energyKwh,l??200),step:i?5:1,entity:H(c)?a:void 0}}#E(e,n){let s=Date.now(),[o,i]=[this.#p(s),this.pictureElement];if(!o||!i||e.button!==0)return;e.currentTarget.setPointerCapture(e.pointerId);let{width:a,height:c}=i.getBoundingClientRect(),l={x:e.clientX,y:e.clientY,width:a,height:c,moved:!1};this.preview=void 0,this.pull={part:n,flag:o,from:o,finger:l}}#y;#b(){let{pull:e,ribbon:n,hass:s}=this,[o,i]=[e?.finger,this.#i];if(!e||!o||!i||!n||!s)return;let[a,c]=[i.x-o.x,i.y-o.y],l=e.part==="deadline"?a:c;if(!o.moved&&Math.abs(l)<fa)return;o.moved=!0;let u=Date.now();if(e.part==="deadline"){let h=this.#a(u),g=this.#x(n,e.from,h,u);if(!g)return;let f=q(e.from.readyAt,h),y=Q(f+a/o.width,q(g.from,h),q(g.to,h));this.pole&&(this.pole.style.transform=`translateX(${((y-f)*o.width).toFixed(1)}px)`);let $=Q(Jt(En(y,h)),g.from,g.to);this.#T({...e.flag,readyAt:$})}else{let h=this.#g(e.flag,e.from);if(!h)return;let g=h.most-h.least,f=(Qe(e.from)-h.least)/g,y=Q(f-c/o.height,0,1);this.knob?.style.setProperty("--dy",`${((f-y)*o.height).toFixed(1)}px`),this.#T(Ds(e.flag,js(h.least+y*g,h)))}}#T(e){let{pull:n}=this;!n||Hs(e,n.flag)||(this.pull={...n,flag:e},this.#c.ask(Dn(e)))}#C;#S;#P;#D(){this.pole&&(this.pole.style.transform=""),this.knob?.style.removeProperty("--dy")}#M(){let{pull:e,connector:n,hass:s,ribbon:o}=this;if(this.#S(),!e||!n||!s||!o||Hs(e.flag,e.from))return;let i=[],a=(c,l,u)=>{let h=C(n,c);h&&i.push({entityId:h,service:l,...u&&{data:u}})};if(e.part==="deadline"){let c=Qt(e.flag.readyAt,_e(s));a("time.ready_by","set_value",{time:c})}else{let c=e.flag.socPercent===void 0?"number.target_energy":"number.target_soc";a(c,"set_value",{value:Qe(e.flag)})}o.wish.plan||a("switch.plan","turn_on"),this.wished=e.flag,this.dispatchEvent(new CustomEvent("wishes",{detail:i}))}#R(e,n){let s=Date.now(),{ribbon:o}=this,i=this.#p(s);if(!i||!o||this.pull?.finger)return;if(e.key==="Enter"||e.key===" "){if(!this.pull)return;e.preventDefault(),this.#M();return}if(e.key==="Escape"){this.pull&&e.stopPropagation(),this.#S();return}let a=this.pull?.flag??i,c=n==="deadline"?this.#j(e.key,a,this.#x(o,i,this.#a(s),s)):this.#H(e.key,a,i);c&&(e.preventDefault(),this.pull??={part:n,flag:i,from:i},this.#T(c))}#j(e,n,s){let o=Rn[e];if(!s||o===void 0&&e!=="Home"&&e!=="End")return;let i=o===void 0?e==="Home"?s.from:s.to:Jt(n.readyAt)+o*9e5;return{...n,readyAt:Q(i,s.from,s.to)}}#H(e,n,s){let o=this.#g(n,s),i=Rn[e];if(!o||i===void 0&&e!=="Home"&&e!=="End")return;let a=i===void 0?e==="Home"?o.least:o.most:o.value+i*o.step;return Ds(n,js(a,o))}#W(e,n){let{left:s,width:o}=e.currentTarget.getBoundingClientRect(),i=En((e.clientX-s)/o,n),a=this.chosen!==void 0&&Math.abs(this.chosen-i)<.01*(n.to-n.from);this.chosen=a?void 0:i}#F(e,n){if(e.key==="Escape"){this.chosen!==void 0&&e.stopPropagation(),this.chosen=void 0;return}let s=Rn[e.key],o={Home:n.from,End:n.to},i=s===void 0?o[e.key]:Jt(this.chosen??Date.now())+s*9e5;i!==void 0&&(e.preventDefault(),this.chosen=Q(i,n.from,n.to))}#w(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],D.prototype,"hass",2),m([b({attribute:!1})],D.prototype,"connector",2),m([b({attribute:!1})],D.prototype,"allowed",2),m([b({type:Boolean,reflect:!0})],D.prototype,"large",2),m([b({type:Number})],D.prototype,"revision",2),m([b({type:Boolean,reflect:!0})],D.prototype,"empty",2),m([_()],D.prototype,"ribbon",2),m([_()],D.prototype,"shiftMs",2),m([_()],D.prototype,"chosen",2),m([_()],D.prototype,"pull",2),m([_()],D.prototype,"wished",2),m([_()],D.prototype,"preview",2),m([jt(".picture")],D.prototype,"pictureElement",2),m([jt(".pole")],D.prototype,"pole",2),m([jt(".knob")],D.prototype,"knob",2);var Rn={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,ArrowUp:1,PageDown:-4,PageUp:4},Qe=r=>r.socPercent??r.energyKwh,Ds=(r,t)=>r.socPercent===void 0?{...r,energyKwh:t}:{...r,socPercent:t},js=(r,{least:t,most:e,step:n})=>Q(Math.round(r/n)*n,t,e),Hs=(r,t)=>r.readyAt===t.readyAt&&Qe(r)===Qe(t),Dn=r=>({readyAt:r.readyAt,...r.socPercent===void 0?{energyKwh:r.energyKwh}:{socPercent:r.socPercent}});var jn=r=>[...new Map(r.map(t=>[t.key??"",t.name??t.key??""]))].map(([t,e])=>({key:t,name:e})).sort((t,e)=>t.name.localeCompare(e.name)),et=(r,t,e,n,s,o="")=>d`<label class=${o||p}
    ><span>${r(t)}</span>
    <select
      @change=${i=>{s(i.target.value)}}
    >
      ${e.map(({key:i,name:a})=>d`<option value=${i} .selected=${I(i===n)}>${a}</option>`)}
    </select></label
  >`;var Hn=r=>r.some(t=>(t.solar_wh??0)>0),Fs=(r,t,e)=>{let n=e==="energy"?t:t==="source"?"none":t;return n&&r.includes(n)?n:r.find(s=>s!=="source"||e==="energy")??"none"},wa=r=>{let e=r.flatMap(({period:n})=>n?[n.slice(0,7)]:[]).sort()[0];return e&&`${e}-01`},Ls=async(r,t,e,n,s)=>{let o=n==="source"?"none":n,{first:i,last:a}=e;if(!i){let{totals:u}=await be(r,t,"year","none"),h=u.flatMap(({period:g})=>g?[g.slice(0,4)]:[]).sort();a=s,i=`${h[0]??a.slice(0,4)}-01-01`}let c=Lr(i,a),{totals:l}=await be(r,t,c,o);return c==="month"&&!e.first&&(i=wa(l)??i),{rows:l,first:i,last:a,bucket:c,group:n}},Ns=(r,t,{say:e,measured:n,grouped:s})=>{let o={energy:!0,cost:ye(r).length>0,sun:Hn(r)},i=Vr.filter(c=>o[c]),a=t.groups.filter(c=>c!=="source"||t.measure==="energy");return i.length<2&&a.length<2?p:d`<div class="choices">
    ${i.length<2?p:d`<div class="measures" role="group" aria-label=${e("measure")}>
            ${i.map(c=>d`<button
                  aria-pressed=${c===t.measure}
                  @click=${()=>{n(c)}}
                >
                  ${e(`measure_${c}`)}
                </button>`)}
          </div>`}
    ${a.length<2?p:et(e,"group_by",a.map(c=>({key:c,name:e(`group_${c}`)})),t.group,c=>{s(c)},"group")}
  </div>`};var Is=["#0072b2","#d55e00","#29a35a","#941aff","#cf172f","#db4dff"],Re="#808080",tt={solar:"#c27800",battery:"#941aff",grid:"#0072b2"};var va=(r,t,e,n)=>{switch(t){case"hour":{let s=new Date(r);return[e.hour(e.hourOf(s)),e.dateTime(s)]}case"day":return[String(Number(r.slice(8))),e.weekday(r)];case"month":{let s=e.month(r,"short");return[n?`${s} ${r.slice(2,4)}`:s,e.month(r)]}case"year":return[r,r]}},xa=tt,Us=(r,t)=>{let{bucket:e,measure:n,group:s,first:o,last:i}=r,{format:a,house:c,say:l}=t,[u,...h]=ye(r.rows),g={solar:"sun",battery:"home_battery",grid:"grid"},f=r.rows;if(s==="source"){let v={unknown:l("source_unknown"),solar:"",battery:"",grid:""};for(let W of["solar","battery","grid"])v[W]=l(g[W]);f=Yr(f,v)}else n==="cost"&&h.length&&(f=Kt(f,u));let y=Zr(f,Is,Re);if(s==="source"){let v=["solar","battery","grid","unknown"];y=y.map(W=>({...W,color:xa[W.key]??Re})).sort((W,je)=>v.indexOf(W.key)-v.indexOf(je.key))}let $=Ur(o,i,e,c),x=o.slice(0,4)!==i.slice(0,4),M=Gr(f,$,e,y,n).map(v=>{let[W,je]=va(v.key,e,c,x);return{...v,label:W,name:je}}),$t=s==="car"?"no_car":"nobody",De=({name:v})=>v===void 0?l("others"):v||l($t),st=(v,W)=>a.money(v,u??"",W),Un=v=>({energy:()=>`${a.number(v/1e3,3,0)} kWh`,cost:()=>st(v,3),sun:()=>a.percent(v/100)})[n](),Bn=v=>v===void 0?"–":n==="energy"?a.energy(v):n==="sun"?Un(v):st(v),an=v=>{if(n==="energy")return a.energy(v.energy_wh);if(n==="cost")return v.cost===null?"–":st(v.cost);let W=fe(v);return W===void 0?"–":`${a.energy(v.solar_wh??0)} (${a.percent(W)})`},So=new Map(y.map(v=>[v,X(xn(f,v,y))])),Vn=s!=="none"&&y.length>1,Kn=l(`measure_${n}`);return d`<plug-control-sessions-chart
      .bars=${M}
      .heading=${Kn}
      .estimated=${l("estimated_legend")}
      .axis=${Un}
      .whole=${v=>Bn(v.value)}
      .partly=${v=>an(v.sums)}
      .named=${De}
      .opens=${e!=="hour"}
      @open-bar=${v=>{t.open(v.detail)}}
    ></plug-control-sessions-chart>
    ${s==="none"?p:d`<ul class="legend">
            ${y.map(v=>d`<li>
                  <i style=${`background:${v.color}`}></i>${De(v)}
                  <span class="secondary">${an(So.get(v)??X([]))}</span>
                </li>`)}
          </ul>`}
    ${M.some(v=>v.estimated)?d`<p class="hint secondary">
            <span class="hatched" aria-hidden="true"></span>${l("estimated_legend")}
          </p>`:p}
    ${n==="cost"&&h.length?d`<p class="hint secondary">
            ${A(l("currency_only"),new Map([["currency",u??""]]))}
          </p>`:p}
    <details class="numbers">
      <summary>${l("as_table")}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${Kn}>
        <table>
          <thead>
            <tr>
              <th scope="col">${l("period")}</th>
              ${Vn?y.map(v=>d`<th scope="col" class="number">${De(v)}</th>`):p}
              <th scope="col" class="number">${l("total")}</th>
            </tr>
          </thead>
          <tbody>
            ${M.filter(v=>v.segments.length).map(v=>d`<tr>
                    <th scope="row">${v.name}</th>
                    ${Vn?y.map(W=>{let je=v.segments.find(({series:Ao})=>Ao===W);return d`<td class="number">${je?an(je.sums):"–"}</td>`}):p}
                    <td class="number">${v.estimated?"≈ ":""}${Bn(v.value)}</td>
                  </tr>`)}
          </tbody>
        </table>
      </div>
    </details>`};var Bs=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_by_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason","person","car","note","grid_wh","solar_wh","battery_wh","cost","currency","price","saved","co2_g","charging_s","mean_power_w","worth_estimated","back_ends"],ka=/([;|\t\r\n\x0b\x0c\x85\u2028\u2029]|^)(?=[\s"\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g,$a=r=>{if(r==null)return"";if(typeof r=="number"||typeof r=="boolean")return String(r);let e=(typeof r=="string"?r:JSON.stringify(r)).replace(ka,"$1'");return/[",\r\n;|\t]/.test(e)?`"${e.replaceAll('"','""')}"`:e},Vs=r=>`${r.map($a).join(",")}\r
`,Ks=Vs(Bs),Sa=(r=[])=>r.map(({back_end:t,state:e,delivered_at:n})=>`${t}: ${e} ${n??""}`.trim()).join("; "),Aa=(r,t)=>t==="back_ends"?Sa(r.back_ends):r[t],qs=r=>r.map(t=>Vs(Bs.map(e=>Aa(t,e)))).join("");var Wn=(r,t,e)=>{let n=URL.createObjectURL(new Blob([...r],{type:`${t};charset=utf-8`})),s=document.createElement("a");s.href=n,s.download=e,s.click(),setTimeout(()=>{URL.revokeObjectURL(n)})};var Oa={OCMF:"OCMF",Alfen:"ALFEN","SML (EDL40)":"EDL40"},za={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","\r":"&#13;"},Fn=r=>r.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g,"").replaceAll(/[&<>"\r]/g,t=>za[t]??t),Ea=r=>/^(?:[0-9a-f]{2})+$/i.test(r)?"hex":r.startsWith("-----")?"plain":"base64",Zs=r=>{let{public_key:t}=r,e=String(r.transaction_id??r.session_id);return`<?xml version="1.0" encoding="UTF-8"?>
<values>
${r.signed_values.map(({context:s,format:o,data:i})=>{let a=Oa[o],c=a?` format="${a}"`:"",l=s?` context="${Fn(s)}"`:"";return`  <value transactionId="${e}"${l}>
    <signedData${c} encoding="plain">${Fn(i)}</signedData>
`+(t?`    <publicKey encoding="${Ea(t)}">${Fn(t)}</publicKey>
`:"")+`  </value>
`}).join("")}</values>
`};var Gs=async(r,t,e)=>{let{first:n,last:s}=e,o=[Ks];for await(let a of ss(r,t))o.push(qs(a));let i=n?`plug-control-${n}-${s}.csv`:"plug-control.csv";Wn(o,"text/csv",i)},Ys=async(r,t)=>{let e=await L(r,"get_signed_values",Gt(r,t));Wn([Zs(e)],"application/xml",`plug-control-${t.session_id}.xml`)},Js=(r,t)=>{let{say:e,saving:n,document:s,csv:o}=t,i=r.services[E]??{};return d`<div class="buttons">
    ${"export_sessions"in i?d`<button @click=${s}>${e("document")}</button>`:p}
    <button ?disabled=${n} @click=${o}>${e("csv")}</button>
  </div>`};var Xs=({say:r,choose:t},e,n,s,o,i)=>{let a=s.filter(({key:u})=>u);if(!a.length&&!o)return p;let c=o&&!a.some(({key:u})=>u===o),l=[{key:"",name:r(n)},...a,...c?[{key:o,name:o}]:[]];return et(r,e,l,o,u=>{t(i(u))})},Ta=(r,{days:t,say:e})=>{let n=e(`period_${r}`);return A(n,new Map([["days",String(t)]]))},Qs=(r,t,{format:e,say:n,show:s})=>{let o=t[r],i=e.day(o),a=n(r==="first"?"from":"to");return d`<div class="day">
    <span>${a}</span>
    <input
      type="date"
      tabindex="-1"
      aria-hidden="true"
      min=${r==="last"&&t.first||p}
      max=${r==="first"&&t.last||p}
      .value=${I(o)}
      @change=${c=>{let l=c.target.value||o;s({...t,[r]:l})}}
    />
    <button
      aria-label="${a}: ${i}"
      @click=${c=>{c.currentTarget.previousElementSibling.showPicker()}}
    >
      ${i}
    </button>
  </div>`},eo=(r,t,e)=>{let{persons:n,cars:s,say:o}=e,{span:i,device:a,person:c,car:l}=t,u=G(r).map(h=>({key:h.deviceId,name:ue(r,h)}));return d`<div class="filters">
    ${et(o,"period",Wr.map(h=>({key:h,name:Ta(h,e)})),i.period,h=>{e.begin(h)})}
    ${u.length>1||a?et(o,"connector",[{key:"",name:o("connectors_all")},...u],a,e.chooseDevice):p}
    ${Xs(e,"person","persons_all",n,c,h=>({person:h}))}
    ${Xs(e,"car","cars_all",s,l,h=>({car:h}))}
    ${i.period==="own"?d`${Qs("first",i,e)} ${Qs("last",i,e)}`:p}
  </div>`};var wt=50,to=(r,{format:t,say:e},n)=>{let{offset:s,shown:o,total:i}=r;if(i<=wt&&!s)return p;let a=u=>t.number(u,0),c=new Map([["first",a(o?s+1:0)],["last",a(s+o)],["total",a(i)]]),l=(u,h,g)=>d`<button
      ?disabled=${!g}
      @click=${()=>{n(Math.max(h,0))}}
    >
      ${e(u)}
    </button>`;return d`<div class="pages">
    ${l("newer",s-wt,s>0)}
    <span class="secondary" aria-live="polite">${A(e("shown_range"),c)}</span>
    ${l("older",s+wt,s+o<i)}
  </div>`};var no=(r,{format:t,house:e,say:n,today:s,show:o})=>{let{period:i,first:a,last:c}=r;if(i==="all"||!a)return p;let l={day:()=>t.weekday(a),month:()=>t.month(a),year:()=>a.slice(0,4),last:()=>t.days(a,c),own:()=>t.days(a,c)}[i](),u=[a,c].some($=>+t.midnight($)!=+e.midnight($)),h=new Map([["zone",e.timeZone]]),g=u?d`<small>${A(n("house_time"),h)}</small>`:p,f=i==="day"||i==="month"||i==="year",y=$=>d`<button
      class="arrow"
      aria-label=${n($<0?"previous":"next")}
      ?disabled=${$>0&&c>=s}
      @click=${()=>{o(Fr(r,$))}}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path
          d=${$<0?"M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12Z":"M8.6 16.6 10 18l6-6-6-6-1.4 1.4 4.6 4.6Z"}
        ></path>
      </svg>
    </button>`;return d`<div class="stretch">
    ${f?y(-1):p}
    <span aria-live="polite"><b>${l}</b>${g}</span>
    ${f?y(1):p}
  </div>`};var Ca=Ot(Re),ro=S`
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
      ${Ca} 0 3px,
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
`;var Pa=d`<svg class="unit" viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10Zm-1-6h2v4h-2V1Zm0 18h2v4h-2v-4ZM1 11h4v2H1v-2Zm18 0h4v2h-4v-2ZM5.6 4.2 8.4 7 7 8.4 4.2 5.6l1.4-1.4ZM17 15.6l2.8 2.8-1.4 1.4-2.8-2.8 1.4-1.4ZM19.8 5.6 17 8.4 15.6 7l2.8-2.8 1.4 1.4ZM8.4 17l-2.8 2.8-1.4-1.4L7 15.6 8.4 17Z"
  ></path>
</svg>`,Ma=r=>({wallbox:new Set(r.map(t=>t.charge_point_id)).size>1,car:r.some(t=>t.car),sun:r.some(t=>(t.solar_wh??0)>0),cost:r.some(t=>typeof t.cost=="number"&&t.currency)}),Ln=r=>r.energy_estimated||r.worth_estimated===!0,Ra=(r,t)=>{let{format:e,say:n}=t,s=Ma(r),o=a=>a?d`<abbr title=${n("estimated_legend")}>≈</abbr> `:p,i=(a,c="")=>d`<th scope="col" class=${c||p}>${n(a)}</th>`;return d`<table>
    <thead>
      <tr>
        ${i("start")} ${s.wallbox?i("charge_point"):p} ${i("person")}
        ${s.car?i("car"):p} ${i("energy","number")}
        ${s.sun?i("sun","number"):p}
        ${s.cost?i("cost","number"):p} ${i("duration","number")}
        ${i("peak_power","number")}
      </tr>
    </thead>
    <tbody>
      ${r.map(a=>{let c=s.sun?fe(a):void 0,l=a.started_at??a.stopped_at,u=Ue(a),h=a.stopped_at===null?n("running"):"–";return d`<tr
          @click=${()=>{t.open(a)}}
        >
          <td class="start">
            <button class="open" title=${n("details")}>
              ${l?e.dateTime(new Date(l)):"–"}
            </button>
          </td>
          ${s.wallbox?d`<td class="wallbox">${a.charge_point_name??a.charge_point_id}</td>`:p}
          <td class="person ${J(a)||a.note?"":"none"}">
            ${J(a)||"–"}${a.note?d`<small>${a.note}</small>`:p}
            ${qt(a,t).map(({text:g,more:f})=>d`<small class="back-end">${g}: ${f}</small>`)}
          </td>
          ${s.car?d`<td class="car ${a.car?"":"none"}">${a.car??"–"}</td>`:p}
          <td class="number energy">
            ${o(a.energy_estimated)}${e.energy(a.energy_wh)} ${Da(a,t)}
          </td>
          ${s.sun?d`<td class="number sun ${c===void 0?"none":""}">
                  ${c===void 0?"–":d`${Pa}<span class="hidden">${n("sun")}</span> ${e.percent(c)}`}
                </td>`:p}
          ${s.cost?d`<td class="number cost ${typeof a.cost=="number"?"":"none"}">
                  ${typeof a.cost=="number"&&a.currency?d`${o(a.worth_estimated)}${e.money(a.cost,a.currency)}`:"–"}
                </td>`:p}
          <td class="number duration">
            ${u===void 0?h:Z(u)}
          </td>
          <td class="number peak ${a.peak_power_w===null?"none":""}">
            ${a.peak_power_w===null?"–":e.power(a.peak_power_w)}
          </td>
        </tr>`})}
    </tbody>
  </table>`},so=(r,t)=>{let{say:e}=t;return d`<div class="scroll sessions" tabindex="0" role="region" aria-label=${e("sessions")}>
      ${Ra(r,t)}
    </div>
    ${r.some(Ln)?d`<p class="hint secondary">≈ ${e("estimated_legend")}</p>`:p}`},Da=(r,{say:t,signed:e})=>r.signed_values?d`<button
        class="signed"
        title=${t("signed")}
        aria-label=${t("signed")}
        @click=${n=>{n.stopPropagation(),e(r)}}
      >
        <ha-icon icon="mdi:certificate-outline"></ha-icon>
      </button>`:p;var oo=(r,t,{format:e,say:n})=>d`<dl class="totals">
    ${Zt(r,e,t).map(({word:s,text:o,more:i})=>d`<div>
          <dt>${n(s)}</dt>
          <dd>${o}${i?d`<small>${i}</small>`:p}</dd>
        </div>`)}
  </dl>`;var io=30,ao=6e4,ja=["language","locale","entities","devices","services","config","user"],P=class extends k{constructor(){super(...arguments);this.total=0;this.onlyOwn=!1;this.device="";this.person="";this.car="";this.span={period:"month",first:"",last:""};this.measure="energy";this.persons=[];this.cars=[];this.offset=0;this.documents=!1;this.saving=!1;this.#n=0;this.#r=0;this.#c=e=>{this.span=e,this.offset=0,this.#o(!0)}}#e;#n;#r;static{this.styles=[O,ro]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:E}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Ce}}static getStubConfig(){return{}}setConfig(e){this.config=e,this.device=e.device_id??"",this.hass&&this.#i(this.#s())}getCardSize(){return 12}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.#o(!0)}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}shouldUpdate(e){let n=e.get("hass"),{hass:s}=this;return e.size>1||!n||!s?!0:ja.some(o=>n[o]!==s[o])||B(n)!==B(s)}updated(e){let{hass:n}=this;if(!n||!e.has("hass"))return;let s=e.get("hass");s?B(n)==="ready"&&B(s)!=="ready"&&this.#o(!0):this.#i(this.#s())}#s(){return this.config?.days?"last":"month"}get#t(){return this.#y.dayOf(new Date)}#i(e,n=this.#t){this.#c(Ze(e,n,this.config?.days??io,this.span))}#c;async#o(e=!1){clearTimeout(this.#e);let{hass:n}=this;if(!n)return;let s=this.#n+=1;if(!Y(n)){this.error=this.#b("not_running");return}try{e&&await this.#h(n,s);let[i,a]=await Promise.all([An(n,this.#p(),{limit:wt,offset:this.offset}),Ls(n,this.#p(),this.span,this.#m,this.#t)]);if(s!==this.#n)return;this.sessions=i.sessions,this.total=i.total_count,this.onlyOwn=i.only_own===!0,this.chart=a,this.error=void 0}catch(i){if(s!==this.#n)return;this.error=await j(n,i)}this.#r=this.error?this.#r+1:0;let o=this.error?{all:e,after:Vt(this.#r,ao)}:{};this.isConnected&&this.#u(o)}#u({all:e=!1,after:n=ao}){this.#e=setTimeout(()=>{document.hidden?this.#u({all:e}):this.#o(e)},n)}async#h(e,n){let s={...this.#a(),...Ge(this.span,this.#y)},[o,i]=await Promise.all(["person","car"].map(a=>be(e,s,"all",a)));n===this.#n&&(this.persons=jn(o?.totals??[]),this.cars=jn(i?.totals??[]))}#a(){return this.device?{device_id:this.device}:{}}#p(){return{...this.#a(),...this.person&&{person:this.person},...this.car&&{car_id:this.car},...Ge(this.span,this.#y)}}#d(){let{chart:e}=this;return e?Ge({...this.span,...e},this.#y):{}}get#f(){let{hass:e,chart:n}=this,s={person:this.persons.length>1&&!this.person,car:this.cars.length>1&&!this.car,connector:!this.device&&e!==void 0&&G(e).length>1,source:Hn(n?.rows??[]),none:!0};return Kr.filter(o=>s[o])}get#m(){return Fs(this.#f,this.group,this.measure)}render(){let{hass:e}=this;return!e||!this.config?p:d`<ha-card>
      <h2>${this.#b("sessions")}</h2>
      ${this.#A(e)}
      ${no(this.span,{...this.#g,house:this.#y,today:this.#t,show:this.#c})}
      ${this.#v(e)} ${this.#O(e)}
    </ha-card>`}#v(e){let{sessions:n,chart:s}=this;if(!n||!s)return d`<p class="secondary" role="status">${this.error??this.#b("loading")}</p>`;let o=this.error?d`<p class="secondary" role="status">${this.error}</p>`:p;if(!this.total){let a=this.onlyOwn?"no_own_sessions":"no_sessions";return d`${o}
        <p class="secondary">${this.#b(a)}</p>`}let i=this.onlyOwn?d`<p class="hint secondary">${this.#b("only_own")}</p>`:p;return d`${o} ${i} ${oo(s.rows,this.hass?.language,this.#g)}
    ${this.#z(s)} ${this.#_(s)} ${this.#$(n)} ${this.#x(e)}`}#A(e){let{span:n,device:s,person:o,car:i,persons:a,cars:c}=this;return eo(e,{span:n,device:s,person:o,car:i},{...this.#g,persons:a,cars:c,days:this.config?.days??io,begin:l=>{let{last:u}=this.span,h=this.#t;this.#i(l,u&&u<h&&l!=="last"?u:h)},show:this.#c,chooseDevice:l=>{this.device=l,this.#c(this.span)},choose:l=>{this.person=l.person??this.person,this.car=l.car??this.car,this.offset=0,this.#o()}})}#z({rows:e}){let n={measure:this.measure,group:this.#m,groups:this.#f};return Ns(e,n,{...this.#g,measured:s=>{this.measure=s,this.#o()},grouped:s=>{this.group=s,this.#o()}})}#_(e){return Us({...e,measure:this.measure},{...this.#g,house:this.#y,open:n=>{let s={4:"year",7:"month"}[n.length]??"day";this.#i(s,`${n}-01-01`.slice(0,10))}})}#$(e){return d`${so(e,{...this.#g,open:n=>{this.opened=n},signed:n=>{this.#l(n)}})}
    ${to({offset:this.offset,shown:e.length,total:this.total},this.#g,n=>{this.offset=n,this.#o()})}`}#x(e){return Js(e,{...this.#g,saving:this.saving,document:()=>{this.documents=!0},csv:()=>{this.#k(e)}})}#O(e){let{opened:n}=this;return d`${n?d`<plug-control-session-detail
            .hass=${e}
            .session=${n}
            .cars=${this.cars.filter(({key:s})=>s)}
            .persons=${this.persons.flatMap(({name:s})=>s?[s]:[])}
            @corrected=${()=>{this.#o(!0)}}
            @signed=${()=>{this.#l(n)}}
            @closed=${()=>{this.opened=void 0}}
          ></plug-control-session-detail>`:p}${this.documents?d`<plug-control-session-document
            .hass=${e}
            .filter=${{...this.#p(),...this.#d()}}
            @closed=${()=>{this.documents=!1}}
          ></plug-control-session-document>`:p}`}async#k(e){this.saving=!0;try{await Gs(e,this.#p(),this.span)}catch(n){this.error=await j(e,n)}finally{this.saving=!1}}async#l(e){let{hass:n}=this;if(n)try{await Ys(n,e)}catch(s){this.error=await j(n,s)}}get#g(){return{format:this.#E,say:e=>this.#b(e)}}get#E(){return this.hass?z(this.hass):new te({language:"en"},"UTC")}get#y(){return this.hass?_e(this.hass):new te({language:"en"},"UTC")}#b(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],P.prototype,"hass",2),m([_()],P.prototype,"config",2),m([_()],P.prototype,"sessions",2),m([_()],P.prototype,"total",2),m([_()],P.prototype,"chart",2),m([_()],P.prototype,"error",2),m([_()],P.prototype,"onlyOwn",2),m([_()],P.prototype,"device",2),m([_()],P.prototype,"person",2),m([_()],P.prototype,"car",2),m([_()],P.prototype,"span",2),m([_()],P.prototype,"measure",2),m([_()],P.prototype,"group",2),m([_()],P.prototype,"persons",2),m([_()],P.prototype,"cars",2),m([_()],P.prototype,"offset",2),m([_()],P.prototype,"opened",2),m([_()],P.prototype,"documents",2),m([_()],P.prototype,"saving",2);var vt=200,nt=8,co=22,lo=4,po=6.4,Ha=44,Wa=10,Fa=260,uo=r=>Math.max(1,Math.min(r*.72,Ha)),La=640,ho=r=>r.pointerType==="touch",U=class extends k{constructor(){super(...arguments);this.bars=[];this.heading="";this.estimated="";this.axis=String;this.whole=()=>"";this.partly=()=>"";this.named=({name:e})=>e??"";this.opens=!1;this.width=La;this.current=0;this.#e=!1;this.#i=e=>{ho(e)||(this.active=void 0)};this.#o=e=>{let n=this.bars[this.current],s=this.bars.flatMap(({segments:a},c)=>a.length?[c]:[]),o=s.indexOf(this.current),i={ArrowRight:s[o+1],ArrowLeft:s[o-1],Home:s[0],End:s.at(-1)}[e.key];(e.key==="Enter"||e.key===" ")&&n&&this.opens&&(e.preventDefault(),this.#c(n)),i!==void 0&&(e.preventDefault(),this.current=i,this.updateComplete.then(()=>{this.renderRoot.querySelector(`[data-index="${i}"]`)?.focus()}))}}#e;#n;static{this.styles=S`
    :host {
      display: block;
      position: relative;
    }
    svg {
      display: block;
      width: 100%;
      height: ${vt}px;
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
  `}connectedCallback(){super.connectedCallback(),!(typeof ResizeObserver>"u")&&(this.#n=new ResizeObserver(([e])=>{let n=Math.round(e?.contentRect.width??0);n&&(this.width=n)}),this.#n.observe(this))}disconnectedCallback(){super.disconnectedCallback(),this.#n?.disconnect()}willUpdate(e){if(!e.has("bars"))return;this.active!==void 0&&this.active>=this.bars.length&&(this.active=void 0),this.bars[this.current]?.segments.length||(this.current=Math.max(this.bars.findIndex(s=>s.segments.length>0),0))}render(){let{bars:e,width:n}=this;if(!e.length)return p;let s=Math.max(0,...e.flatMap(({segments:x})=>x.map(({to:M})=>M))),o=Math.min(0,...e.flatMap(({segments:x})=>x.map(({to:M})=>M))),i=Jr(o,s),a=i.map(x=>this.axis(x)),c=Math.ceil(Math.max(...a.map(x=>x.length))*po)+8,[l,u]=[i[0]??0,i.at(-1)??1],h=(vt-nt-co)/(u-l),g=x=>nt+(u-x)*h,f=(n-c-lo)/e.length,y=Math.max(...e.map(({label:x})=>x.length)),$=Math.max(1,Math.ceil((y*po+Wa)/f));return d`<svg
        viewBox="0 0 ${n} ${vt}"
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
        ${i.map((x,M)=>F`<line class=${x===0?"line zero":"line"} x1=${c} x2=${n-lo} y1=${g(x)} y2=${g(x)} aria-hidden="true"></line>
              <text x=${c-6} y=${g(x)+4} text-anchor="end" aria-hidden="true">${a[M]}</text>`)}
        ${e.map((x,M)=>this.#r(x,M,c+M*f,f,g))}
        ${e.map((x,M)=>M%$?p:F`<text x=${c+(M+.5)*f} y=${vt-4} text-anchor="middle" aria-hidden="true">${x.label}</text>`)}
      </svg>
      ${this.#t(c,f)}`}#r(e,n,s,o,i){let a=uo(o),c=s+(o-a)/2,l=!e.segments.length,u=this.opens&&!l,h=g=>{this.#e=ho(g)&&this.active!==n,this.active=n};return F`<g
      class="bar ${n===this.active&&!l?"active":""} ${u?"opens":""}"
      role=${u?"button":"img"}
      aria-label=${this.#s(e)}
      tabindex=${l?p:n===this.current?0:-1}
      data-index=${n}
      @pointerenter=${h}
      @pointerleave=${this.#i}
      @focus=${h}
      @blur=${this.#i}
      @click=${()=>{u&&!this.#e&&this.#c(e),this.#e=!1}}
    >
      <rect class="band" x=${s} y=${nt} width=${o} height=${vt-nt-co}></rect>
      ${e.segments.map(g=>{let f=i(Math.max(g.from,g.to)),y=Math.max(i(Math.min(g.from,g.to))-f,0),$=Math.max(y-(y>3?1:0),.5);return F`<rect x=${c} y=${f} width=${a} height=${$} rx=${Math.min(2,$/2)} fill=${g.series.color}></rect>
          ${g.estimated?F`<rect x=${c} y=${f} width=${a} height=${$} fill="url(#estimated)"></rect>`:p}`})}
    </g>`}#s(e){let n=e.segments.map(i=>`${this.named(i.series)} ${this.partly(i)}`),s=e.estimated&&this.estimated?` (${this.estimated})`:"",o=`${e.name}: ${this.whole(e)}${s}`;return n.length>1?`${o}: ${n.join(", ")}`:o}#t(e,n){let{active:s}=this,o=s===void 0?void 0:this.bars[s];if(s===void 0||!o?.segments.length)return p;let i=e+(s+.5)*n,a=i>this.width/2,c=Math.max((a?this.width-i:i)+uo(n)/2+nt,0),l=Math.min(this.width-c,Fa),u=`${a?"right":"left"}:${c}px;max-width:${l}px`,h=o.segments.length>1;return d`<div class="tip" style=${`${u};top:${nt}px`} aria-hidden="true">
      <b>${o.name}</b>
      ${[...o.segments].reverse().map(g=>d`<div>
            <i style=${`background:${g.series.color}`}></i>
            <span>${this.named(g.series)}</span><span>${this.partly(g)}</span>
          </div>`)}
      ${h?d`<div><i></i><b></b><b>${this.whole(o)}</b></div>`:p}
      ${o.estimated&&this.estimated?d`<span>≈ ${this.estimated}</span>`:p}
    </div>`}#i;#c(e){this.dispatchEvent(new CustomEvent("open-bar",{detail:e.key}))}#o};m([b({attribute:!1})],U.prototype,"bars",2),m([b()],U.prototype,"heading",2),m([b()],U.prototype,"estimated",2),m([b({attribute:!1})],U.prototype,"axis",2),m([b({attribute:!1})],U.prototype,"whole",2),m([b({attribute:!1})],U.prototype,"partly",2),m([b({attribute:!1})],U.prototype,"named",2),m([b({type:Boolean})],U.prototype,"opens",2),m([_()],U.prototype,"width",2),m([_()],U.prototype,"active",2),m([_()],U.prototype,"current",2);var Na=new Set(["auto","other"]),mo=(r,t)=>{let e=r.services.plug_control;return!e||!("correct_session"in e)||t.anonymised?!1:t.may_correct??r.user?.is_admin===!0},Ia=r=>Object.values(r.entities).filter(({platform:n,translation_key:s,entity_id:o})=>n===E&&s==="car"&&o.startsWith("select.")).flatMap(({entity_id:n})=>r.states[n]?.attributes.options).filter(n=>typeof n=="string"&&!Na.has(n)),Ua=(r,t,{hass:e,cars:n})=>{let s=new Map(n.map(({key:i,name:a})=>[i,a])),o=new Set(s.values());for(let i of Ia(e))o.has(i)||s.set(i,i);return t&&!s.has(t)&&s.set(t,r.car??t),[...s].map(([i,a])=>({key:i,name:a}))},go=(r,t)=>{let{busy:e,persons:n,say:s}=t,o=r.car_id??r.car??"",i=Ua(r,o,t);return d`<form @submit=${t.save}>
    ${i.length?d`<label
            ><span>${s("car")}</span>
            <select name="car">
              <option value="">${s("no_car")}</option>
              ${i.map(({key:a,name:c})=>d`<option value=${a} .selected=${I(a===o)}>${c}</option>`)}
            </select></label
          >`:p}
    <label
      ><span>${s("person")}</span>
      <input
        type="text"
        name="person"
        maxlength="100"
        list="persons"
        autocomplete="off"
        .value=${J(r)}
      />
    </label>
    <datalist id="persons">
      ${n.map(a=>d`<option value=${a}></option>`)}
    </datalist>
    <label
      ><span>${s("note")}</span>
      <input type="text" name="note" maxlength="500" autocomplete="off" .value=${r.note??""} />
    </label>
    <p class="secondary">${s("correct_hint")}</p>
    <div class="buttons">
      <button type="button" @click=${t.cancel}>${s("cancel")}</button>
      <button class="primary" ?disabled=${e}>${s("save")}</button>
    </div>
  </form>`},fo=(r,t)=>{let e=new FormData(r),n=a=>{let c=e.get(a);return typeof c=="string"?c.trim():void 0},[s,o,i]=[n("car"),n("person"),n("note")];return{...s!==void 0&&s!==(t.car_id??t.car??"")&&{car:s},...o!==void 0&&o!==J(t)&&{person:o},...i!==void 0&&i!==(t.note??"")&&{note:i}}};var rt=36e5,Ba=9e5,Va=6e5,yo=r=>r.flatMap(({start:t,end:e,mean:n},s)=>{let o={at:t,powerW:n??0};return r[s+1]?.start===e?[o]:[o,{at:e,powerW:0}]}),Nn=r=>r.some(({start:t})=>Date.parse(t)%rt!==0)||r.some((t,e)=>{let n=r[e+1];return n&&Date.parse(n.start)-Date.parse(t.start)<rt})?Ba:rt,Ka=(r,t,e)=>{let n=Nn(r);return yo(r.flatMap(s=>{let o=Math.max(Date.parse(s.start),t),i=Math.min(Date.parse(s.start)+n,e);return i<=o?[]:[{start:o,end:i,mean:s.energy_wh*rt/(i-o)}]}))},qa=(r,t)=>{let e=r[0];return e!==void 0&&e.at<=t+Va},Za=async(r,t,e,n)=>{let s=await r.callWS({type:"history/history_during_period",start_time:new Date(e).toISOString(),end_time:new Date(n).toISOString(),entity_ids:[t],minimal_response:!0,no_attributes:!0,significant_changes_only:!1}),o=r.states[t]?.attributes.unit_of_measurement;return hs(s[t]??[],o==="kW"?1e3:1)},_o=async(r,t,e,n,s)=>{let o=await r.callWS({type:"recorder/statistics_during_period",start_time:new Date(e).toISOString(),end_time:new Date(n).toISOString(),statistic_ids:[t],period:s,types:["mean"],units:{power:"W"}});return yo(o[t]??[])},bo=async(r,t,e,n,s)=>{let o=t?[["states",()=>Za(r,t,n,s)],["minutes",()=>_o(r,t,n,s,"5minute")]]:[];for(let[c,l]of o){let u=await l().catch(()=>[]);if(qa(u,n))return{points:u,origin:c}}if(e.length)return{points:Ka(e,n,s),origin:"slots"};if(!t)return;let i=Math.floor(n/rt)*rt,a=await _o(r,t,i,s,"hour").catch(()=>[]);return a.length?{points:a,origin:"hours"}:void 0};var wo=S`
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
`;var rn=S`
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
`,sn="M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12 19 6.4Z";var Ga=1400,xt=72,kt=320,vo=(r,t,{format:e,say:n})=>{if(!t||!r.started_at)return p;let s=Date.parse(r.started_at),o=r.stopped_at?Date.parse(r.stopped_at):Date.now(),i=Math.max(...t.points.map(({powerW:g})=>g),0),a=Math.max(Ga,i),l=((r.plan?.ready_by?Date.parse(r.plan.ready_by):Number.NaN)-s)/(o-s)*kt,u=t.origin==="states"?"":n("power_means"),h=g=>(g-s)/(o-s);return d`<section>
    <h3>${n("power")}</h3>
    <div>
      <div class="axis" aria-hidden="true">${e.power(a)}</div>
      <svg
        class="curve"
        viewBox="0 0 ${kt} ${xt}"
        preserveAspectRatio="none"
        role="img"
        aria-label="${n("power")}: ≤ ${e.power(i)}"
      >
        ${Xe(s,o,e).map(g=>{let f=h(g)*kt;return F`<line class="hour" y1="0" y2=${xt} x1=${f} x2=${f}></line>`})}
        <path class="power" d=${ms(t.points,s,o,o,a)}></path>
        <line class="base" x1="0" x2=${kt} y1=${xt} y2=${xt}></line>
        ${l>0&&l<kt?F`<line class="by" y1="0" y2=${xt} x1=${l} x2=${l}></line>`:p}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${Xe(s,o,e).map(g=>{let f=h(g)<.04?"first":h(g)>.96?"last":"";return d`<span class=${f} style=${`left:${(h(g)*100).toFixed(1)}%`}
            >${e.time(new Date(g))}</span
          >`})}
      </div>
    </div>
    ${u?d`<p class="secondary">${u}</p>`:p}
  </section>`};var Ya=64,In=36e5,Ja=r=>[{key:"solar",name:r("sun"),color:tt.solar},{key:"battery",name:r("home_battery"),color:tt.battery},{key:"grid",name:r("grid"),color:tt.grid},{key:"unknown",name:r("source_unknown"),color:Re}],Xa=r=>{let t=new Map;for(let e of r){let n=Math.floor(Date.parse(e.start)/In)*In,s=t.get(n),o=(i,a)=>i===null&&a===null?null:(i??0)+(a??0);t.set(n,{start:new Date(n).toISOString(),energy_wh:(s?.energy_wh??0)+e.energy_wh,grid_wh:o(s?.grid_wh??null,e.grid_wh),solar_wh:o(s?.solar_wh??null,e.solar_wh),battery_wh:o(s?.battery_wh??null,e.battery_wh),price:e.price,estimated:(s?.estimated??!1)||e.estimated})}return[...t.values()]},Qa=(r,t,e)=>{let n={solar:r.solar_wh??0,battery:r.battery_wh??0,grid:r.grid_wh??0,unknown:Math.max(r.energy_wh-Be(r),0)},o={...{grid_wh:null,solar_wh:null,battery_wh:null},cost:null,saved:null,co2_g:null,sessions:1,without_cost:1,without_co2:1},i=0,a=t.flatMap(l=>{let u=n[l.key]??0;if(u<1)return[];i+=u;let{estimated:h}=r;return[{series:l,from:i-u,to:i,sums:{...o,energy_wh:u,estimated:h},estimated:h}]}),c=new Date(r.start);return{key:r.start,segments:a,value:r.energy_wh,estimated:r.estimated,label:e.time(c),name:e.dateTime(c)}},xo=(r,{format:t,say:e})=>{let n=r.slots??[];if(!n.some(c=>(c.solar_wh??0)>0||(c.battery_wh??0)>0))return p;let s=n.length>Ya&&Nn(n)<In?Xa(n):n,o=Ja(e),i=s.map(c=>Qa(c,o,t)),a=o.filter(c=>i.some(l=>l.segments.some(u=>u.series===c)));return d`<section>
    <h3>${e("sources")}</h3>
    <plug-control-sessions-chart
      .bars=${i}
      .heading=${e("sources")}
      .estimated=${e("estimated_legend")}
      .axis=${c=>`${t.number(c/1e3,3,0)} kWh`}
      .whole=${c=>t.energy(c.value??0)}
      .partly=${c=>t.energy(c.to-c.from)}
    ></plug-control-sessions-chart>
    <div class="legend" aria-hidden="true">
      ${a.map(({name:c,color:l})=>d`<span><i style=${`background:${l}`}></i>${c}</span>`)}
    </div>
  </section>`};var V=class extends k{constructor(){super(...arguments);this.cars=[];this.persons=[];this.editing=!1;this.busy=!1;this.text=()=>{};this.#o=async()=>{this.editing=!0,await this.updateComplete,this.renderRoot.querySelector("form select, form input")?.focus()};this.#h=async e=>{e.preventDefault();let{hass:n,session:s,detail:o}=this;if(!n||!s||!o)return;let i=fo(e.target,o);this.busy=!0;try{Object.keys(i).length&&(await rs(n,s,i),this.detail=await On(n,s),this.dispatchEvent(new CustomEvent("corrected"))),this.editing=!1,this.error=void 0}catch(a){this.error=await j(n,a)}finally{this.busy=!1}};this.#a=()=>{this.renderRoot.querySelector("dialog")?.close()};this.#p=()=>{this.dispatchEvent(new CustomEvent("closed"))}}static{this.styles=[O,rn,wo]}firstUpdated(){this.renderRoot.querySelector("dialog")?.showModal(),this.#e()}async#e(){let{hass:e,session:n}=this;if(!e||!n)return;this.#n(e);try{this.detail=await On(e,n)}catch(l){this.error=await j(e,l)}let{started_at:s,stopped_at:o}=n;if(!s)return;let[i,a]=[Date.parse(s),o?Date.parse(o):Date.now()];if(a<=i)return;let c=this.detail?.slots??[];this.curve=await bo(e,this.#r(e,n),c,i,a)}async#n(e){let n=await e.loadBackendTranslation?.("entity","plug_control").catch(()=>{});n&&(this.text=s=>n(`component.plug_control.entity.sensor.stop_reason.state.${s}`))}#r(e,n){let{charge_point_id:s,connector_id:o}=n,i=[`${s}#${String(o)}`,s],a=(u,h)=>e.devices[u]?.identifiers?.some(([g,f])=>g===E&&f===h),c=G(e);return i.map(u=>c.find(({deviceId:h})=>a(h,u))).find(u=>u!==void 0)?.entities.get("sensor.power")?.[0]}render(){let{hass:e,session:n}=this;if(!e||!n)return p;let s={...n,...this.detail},o=z(e),i={format:o,say:h=>this.#d(h)},a=s.started_at??s.stopped_at,l=[s.connector_name??s.charge_point_name??s.charge_point_id,J(s),s.car??""].filter(Boolean).join(" · "),u=Ln(s)||s.time_estimated;return d`<dialog
      aria-labelledby="title"
      @close=${this.#p}
      @click=${h=>{h.target===h.currentTarget&&this.#a()}}
    >
      <div class="frame">
        <header>
          <h2 id="title">
            ${this.#d("session")}${a?d` · ${o.dateTime(new Date(a))}`:p}
          </h2>
          <button class="close" aria-label=${this.#d("close")} @click=${this.#a}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${sn}></path></svg>
          </button>
        </header>
        <p class="secondary">${l}</p>
        <div role="alert">${this.error??p}</div>
        ${this.#s($n(s,Xr(s),o,{estimated:s.worth_estimated,energyEstimated:s.energy_estimated}),"figures")}
        ${vo(s,this.curve,i)} ${xo(s,i)}
        ${this.#i(s,o)}
        ${this.#s(ts(s,o).concat(this.#t(s),qt(s,i)),"")}
        ${s.note&&!this.editing?d`<p class="note">${s.note}</p>`:p}
        ${u?d`<p class="secondary">≈ ${this.#d("estimated_legend")}</p>`:p}
        ${this.editing?this.#u(e,s):this.#c(e,s)}
      </div>
    </dialog>`}#s(e,n){return d`<dl class=${n||p}>
      ${e.map(({word:s,text:o,more:i})=>d`<div>
            <dt>${this.#d(s)}</dt>
            <dd>${o}${i?d`<small>${i}</small>`:p}</dd>
          </div>`)}
    </dl>`}#t(e){let n=[],s=e.card_name??e.id_tag;s&&s!==J(e)&&n.push({word:"card",text:s});let o=e.started_by_name;o&&o!==J(e)&&n.push({word:"started_by",text:o});let i=e.why_ended??e.stop_reason,a=i&&i!=="unknown"?this.text(i):void 0;return a&&n.push({word:"stop_reason",text:a}),n}#i(e,n){let s=ns(e,n);if(!s)return p;let o=s.share===void 0?"":` (${n.percent(s.share)})`;return this.#s([{word:"plan",text:s.planned},{word:"plan_came",text:`${s.came}${o}`}],"")}#c(e,n){return d`<div class="buttons">
      ${n.signed_values?d`<button
              @click=${()=>{this.dispatchEvent(new CustomEvent("signed"))}}
            >
              ${this.#d("signed")}
            </button>`:p}
      ${this.detail&&mo(e,n)?d`<button @click=${this.#o}>${this.#d("correct")}</button>`:p}
    </div>`}#o;#u(e,n){let{cars:s,persons:o,busy:i}=this;return go(n,{hass:e,cars:s,persons:o,busy:i,say:a=>this.#d(a),save:this.#h,cancel:()=>{this.editing=!1}})}#h;#a;#p;#d(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],V.prototype,"hass",2),m([b({attribute:!1})],V.prototype,"session",2),m([b({attribute:!1})],V.prototype,"cars",2),m([b({attribute:!1})],V.prototype,"persons",2),m([_()],V.prototype,"detail",2),m([_()],V.prototype,"curve",2),m([_()],V.prototype,"error",2),m([_()],V.prototype,"editing",2),m([_()],V.prototype,"busy",2),m([_()],V.prototype,"text",2);var ec=["sessions","company_car","landlord","registration"],tc={pdf:"PDF",xlsx:"Excel (XLSX)",csv:"CSV"},nc=r=>{let t=r.trim().replace(",",".");if(t)return/^(\d+\.?\d*|\.\d+)$/.test(t)?Number(t):Number.NaN},rc=r=>typeof r=="string"&&/^\/(?!\/)/.test(r),pe=class extends k{constructor(){super(...arguments);this.filter={};this.made=[];this.busy=!1;this.#r=async e=>{e.preventDefault();let{hass:n}=this;if(!n)return;let s=new FormData(e.target),o=l=>{let u=s.get(l);return typeof u=="string"?u:""},i=nc(o("price"));if(this.made=[],Number.isNaN(i)){this.error=this.#t("price_agreed_wrong");return}let{car_id:a,...c}=this.filter;this.busy=!0,this.error=void 0;try{let l=await L(n,"export_sessions",{...c,...a&&{car:a},layout:o("layout"),formats:[o("format")],...i!==void 0&&{price_per_kwh:i},language:n.language});this.made=(l.documents??[]).filter(({link:u})=>rc(u))}catch(l){this.error=await j(n,l)}finally{this.busy=!1}};this.#s=()=>{this.renderRoot.querySelector("dialog")?.close()}}static{this.styles=[O,rn,S`
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
          <h2 id="title">${this.#t("document")}</h2>
          <button class="close" aria-label=${this.#t("close")} @click=${this.#s}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${sn}></path></svg>
          </button>
        </header>
        <p class="secondary">${this.#t("document_hint")}</p>
        <form @submit=${this.#r}>
          ${this.#e("layout",ec.map(n=>[n,this.#t(`layout_${n}`)]))}
          ${this.#e("format",Object.entries(tc))} ${this.#n(e)}
          <div class="buttons">
            <button class="primary" ?disabled=${this.busy}>
              ${this.#t(this.busy?"document_busy":"document_make")}
            </button>
          </div>
        </form>
        <div role="alert">${this.error??p}</div>
        <div role="status">
          ${this.made.length?d`<h3>${this.#t("document_ready")}</h3>
                  <ul>
                    ${this.made.map(({name:n,link:s})=>d`<li><a href=${s} download=${n}>${n}</a></li>`)}
                  </ul>`:p}
        </div>
      </div>
    </dialog>`:p}#e(e,n){return d`<label
      ><span>${this.#t(e)}</span>
      <select name=${e}>
        ${n.map(([s,o])=>d`<option value=${s}>${o}</option>`)}
      </select></label
    >`}#n(e){let n=new Map([["currency",e.config.currency??""]]);return d`<label
      ><span>${A(this.#t("price_agreed"),n)}</span>
      <input type="text" name="price" inputmode="decimal" autocomplete="off" maxlength="12" />
      <span class="secondary">${this.#t("price_agreed_hint")}</span>
    </label>`}#r;#s;#t(e){return w(this.hass?.language,e)}};m([b({attribute:!1})],pe.prototype,"hass",2),m([b({attribute:!1})],pe.prototype,"filter",2),m([_()],pe.prototype,"made",2),m([_()],pe.prototype,"error",2),m([_()],pe.prototype,"busy",2);var ko=[{title:"Plug Control"}],$o=(r,t)=>({title:"Plug Control",views:r.map(e=>({...e,cards:[{type:"custom:plug-control-waiting-card",...t&&{error:t}}]}))}),on=class extends HTMLElement{static#e=ko;static async generate(t,e){if(!Y(e))return $o(this.#e);try{let n=await L(e,"get_dashboard",{language:e.language}),s=n.views.map(({title:o,path:i,icon:a})=>({title:o,path:i,icon:a}));return this.#e=s.length?s:ko,n}catch(n){return $o(this.#e,await j(e,n))}}};var sc={"plug-control-mode":de,"plug-control-limit":se,"plug-control-plan":le,"plug-control-ribbon":D,"plug-control-card":re,"plug-control-sessions-chart":U,"plug-control-session-detail":V,"plug-control-session-document":pe,"plug-control-sessions-card":P,"plug-control-month-card":ie,"plug-control-call-card":Ne,"plug-control-counts-card":Ie,"plug-control-found-card":Pe,"plug-control-power-card":Ye,"plug-control-receipt-card":we,"plug-control-ribbon-card":ve,"plug-control-waiting-card":Je,"ll-strategy-dashboard-plug-control":on},oc=(r,t)=>{let e=r.entities[t];return e?.platform!==E||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},ic=()=>{let r=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:w(r,"card_description"),preview:!0,getEntitySuggestion:oc},{type:"plug-control-sessions-card",name:`Plug Control: ${w(r,"sessions")}`,description:w(r,"sessions_description"),preview:!0},{type:"plug-control-receipt-card",name:`Plug Control: ${w(r,"receipt")}`,description:w(r,"receipt_description"),preview:!0},{type:"plug-control-ribbon-card",name:`Plug Control: ${w(r,"ribbon")}`,description:w(r,"ribbon_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:w(r,"dashboard_description")})},ac=Promise.race(["home-assistant","hc-main"].map(r=>customElements.whenDefined(r)));ic();ac.then(()=>{for(let[r,t]of Object.entries(sc))customElements.get(r)||customElements.define(r,t)});
